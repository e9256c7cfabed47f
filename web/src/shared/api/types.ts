/** The names the apps use for the API's shapes (the contract is the gateway's merged OpenAPI). */

export type State =
  'received' | 'rejected' | 'accepted' | 'assigned' | 'answered' | 'returned' | 'resolved' | 'closed';
export type Action =
  'submit' | 'accept' | 'reject' | 'assign' | 'answer' | 'return' | 'resolve' | 'rate' | 'close' | 'picture';
export type Priority = 'normal' | 'urgent';
export type RejectReason =
  'unclear' | 'abusive' | 'out_of_scope' | 'outside_hue' | 'complaint_or_denunciation';
export type Rating = 'very_satisfied' | 'satisfied' | 'acceptable' | 'unsatisfied';

export interface Names {
  vi: string;
  en: string;
}
export interface Category {
  code: string;
  name: Names;
  group: Names;
}
export interface Unit {
  id: string;
  name: Names;
}
export interface Place {
  lat: number;
  lon: number;
  address: string;
}
export interface PublicPlace extends Place {
  ward: string | null;
  ward_name: string | null;
}
export interface Medium {
  sha256: string;
  media_type: string;
  width: number;
  height: number;
  url: string;
}
export interface Answer {
  text: string;
  unit: Names;
  media: Medium[];
  answered_at: string;
}
export interface Step {
  state: State;
  at: string;
  unit: Names | null;
}
export interface Report {
  id: string;
  code: string;
  state: State;
  priority: Priority;
  category: Category;
  description: string;
  place: PublicPlace;
  media: Medium[];
  unit: Names | null;
  reported_at: string;
  updated_at: string;
  due_at: string | null;
  answer: Answer | null;
  rating: { rating: Rating; comment: string; rated_at: string } | null;
  timeline: Step[];
  version: number;
}
export interface OwnReport extends Report {
  reject_reason: RejectReason | null;
  note: string;
  can_rate: boolean;
}
export interface StaffReport extends Report {
  unit_id: string | null;
  reject_reason: RejectReason | null;
  assign_note: string;
  actions: Action[];
}
export interface ReportSummary {
  id: string;
  code: string;
  state: State;
  category: Names;
  description: string;
  place: PublicPlace;
  photo: Medium | null;
  unit: Names | null;
  reported_at: string;
  due_at: string | null;
  rating: Rating | null;
}
export interface HistoryEntry {
  action: Action;
  source: State | null;
  target: State;
  actor: string;
  actor_role: string;
  note: string;
  at: string;
  version: number;
}
export interface QueueItem {
  id: string;
  code: string;
  state: State;
  priority: Priority;
  category: Names;
  description: string;
  ward_name: string | null;
  lat: number;
  lon: number;
  photo: Medium | null;
  unit: Names | null;
  unit_id: string | null;
  reported_at: string;
  due_at: string | null;
  updated_at: string;
  version: number;
}
export interface Queue {
  items: QueueItem[];
  total: number;
}
export interface Statistics {
  by_state: Partial<Record<State, number>>;
  total: number;
  overdue: number;
  rated: number;
  content: number;
  response_rate: number | null;
  satisfaction: number | null;
}
export interface Page<Item> {
  items: Item[];
  next_cursor: string | null;
}

export interface ReportCreate {
  id: string;
  category: string;
  description: string;
  place: Place;
  media: string[];
}
export interface Moderation {
  decision: 'accept' | 'reject';
  priority: Priority;
  reason: RejectReason | null;
  note: string;
}
export interface Assignment {
  unit_id: string;
  due_at: string;
  note: string;
}
export interface AnswerCreate {
  text: string;
  media: string[];
}
export interface Review {
  decision: 'resolve' | 'return';
  note: string;
}
export interface RatingCreate {
  rating: Rating;
  comment: string;
}

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail?: string;
  errors?: { pointer: string; detail: string }[];
  trace_id?: string;
}
export interface Config {
  env: 'dev' | 'prod';
  version: string;
}
export interface DevToken {
  access_token: string;
  token_type: string;
  expires_in: number;
  subject: string;
}
export interface AreaFeature {
  type: 'Feature';
  properties: { code: string; name: string; name_en?: string; boundary: 'exact' | 'approximate' };
  geometry:
    | { type: 'Polygon'; coordinates: [number, number][][] }
    | { type: 'MultiPolygon'; coordinates: [number, number][][][] };
}
export interface Areas {
  type: 'FeatureCollection';
  features: AreaFeature[];
}
