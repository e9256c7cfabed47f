/** The names the apps use for the API's shapes; the shapes are generated from the gateway's contract. */
import type { components } from './schema';

type Schemas = components['schemas'];

export type State = Schemas['State'];
export type Action = Schemas['Action'];
export type Priority = Schemas['Priority'];
export type RejectReason = Schemas['RejectReason'];
export type Fixed = Schemas['Fixed'];
export type Mood = Schemas['Mood'];
export type Rating = Schemas['Rating'];
export type RatingReason = Schemas['RatingReason'];
export type Names = Schemas['Names'];
export type Category = Schemas['Category'];
export type Unit = Schemas['Unit'];
export type PublicPlace = Schemas['PublicPlace'];
export type Medium = Schemas['Medium'];
export type Step = Schemas['Step'];
export type Report = Schemas['Report'];
export type OwnReport = Schemas['OwnReport'];
export type StaffReport = Schemas['StaffReport'];
export type ReportSummary = Schemas['ReportSummary'];
export type HistoryEntry = Schemas['HistoryEntry'];
export type QueueItem = Schemas['QueueItem'];
export type Queue = Schemas['Queue'];
export type Statistics = Schemas['Statistics'];
export type Problem = Schemas['Problem'];
export type Config = Schemas['Config'];
export type DevToken = Schemas['TokenAnswer'];
export type Outcome = Schemas['Outcome'];
export type Candidates = Schemas['Candidates'];
export type Template = Schemas['Template'];
export type Message = Schemas['Message'];
export type FigureTable = Schemas['FigureTable'];
export type FigureRow = Schemas['FigureRow'];
export type Comment = Schemas['Comment'];
export type Supported = Schemas['Supported'];
export type Following = Schemas['Following'];
export type NearbyReport = Schemas['NearbyReport'];
export type ReportMap = Schemas['ReportMap'];
export type SessionShown = Schemas['SessionShown'];
export type CodeSent = Schemas['CodeSent'];
export type OfficerSignIn = Schemas['OfficerSignIn'];
export type OfficerToken = Schemas['OfficerToken'];
export type Enrolment = Schemas['Enrolment'];
export type ProviderShown = Schemas['ProviderShown'];

export type NoticeShown = Schemas['NoticeShown'];
export type NoticePage = Schemas['NoticePage'];
export type NoticeKind = Schemas['Kind'];
export type Channel = Schemas['Channel'];
export type NoticePreferences = Schemas['Preferences'];
export type NoticePreferencesWrite = Schemas['PreferencesWrite'];
export type AuthorizationShown = Schemas['AuthorizationShown'];
export type ImportReport = Schemas['ImportReport'];

export type Place = Required<Schemas['Place']>;
export type ReportCreate = Schemas['ReportCreate'];
export type Moderation = Schemas['Moderation'];
export type Assignment = Schemas['Assignment'];
export type AnswerCreate = Schemas['AnswerCreate'];
export type Review = Schemas['Review'];
export type RatingCreate = Schemas['RatingCreate'];

export interface FigureQuery {
  by?: string;
  month?: string;
  ward?: string;
  category?: string;
  unit_id?: string;
}

export interface Page<Item> {
  items: Item[];
  next_cursor: string | null;
}

/** GeoJSON (RFC 7946); the contract leaves its insides open. */
export interface AreaFeature {
  type: 'Feature';
  properties: { code: string; name: string; boundary: 'exact' | 'approximate' };
  geometry:
    | { type: 'Polygon'; coordinates: [number, number][][] }
    | { type: 'MultiPolygon'; coordinates: [number, number][][][] };
}
export interface Areas {
  type: 'FeatureCollection';
  features: AreaFeature[];
}
