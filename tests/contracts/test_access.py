"""Who may call what, of the whole API. A new route is a new line here, so that somebody has looked at it."""

from collections.abc import Iterator

import pytest

from hueioc.auth.access import routes_of, rule_of
from hueioc.service import Service, installed_services

UPLOADERS = "citizen moderator officer supervisor"
READERS = "auditor moderator officer supervisor"
CENTRE = "moderator supervisor"
ANSWERERS = "moderator officer supervisor"
NO_ADDRESS = "/open311/{rest:path}"
PEOPLE = "auditor citizen moderator officer supervisor"
REGISTRY_READERS = "auditor moderator supervisor"
REGISTRY = {"agencies": "anyone", "units": "anyone", "responsibilities": "anyone"} | dict.fromkeys(
    ("officers", "rosters", "substitutes"), REGISTRY_READERS
)
ACCESS = {
    "GET /v1/advertising/screens": "anyone",
    "GET /v1/advertising/screens/{screen_id}": "anyone",
    "POST /v1/advertising/play-logs": "anyone",  # with a player's key, checked by the route
    "POST /v1/advertising/snapshots": "anyone",  # with a camera's key, checked by the route
    "GET /v1/ops/advertising/cases": ANSWERERS,
    "GET /v1/ops/advertising/cases/{case_id}": ANSWERERS,
    "POST /v1/ops/advertising/cases/{case_id}/reply": ANSWERERS,
    "POST /v1/ops/advertising/cases/{case_id}/closing": CENTRE,
    "GET /v1/ops/advertising/creatives": ANSWERERS,
    "POST /v1/ops/advertising/creatives": ANSWERERS,
    "PUT /v1/ops/advertising/creatives/{creative_id}/picture": ANSWERERS,
    "POST /v1/ops/advertising/creatives/{creative_id}/decision": CENTRE,
    "GET /v1/ops/advertising/screens": ANSWERERS,
    "POST /v1/ops/advertising/screens": CENTRE,
    "GET /v1/ops/advertising/screens/{screen_id}/viewpoints": ANSWERERS,
    "POST /v1/ops/advertising/screens/{screen_id}/viewpoints": CENTRE,
    "POST /v1/ops/advertising/screens/{screen_id}/viewpoints/{viewpoint_id}/snapshots": ANSWERERS,
    "POST /v1/ops/advertising/screens/{screen_id}/device-keys": CENTRE,
    "DELETE /v1/ops/advertising/screens/{screen_id}/device-keys/{key_id}": CENTRE,
    "GET /v1/ops/advertising/screens/{screen_id}/schedules": ANSWERERS,
    "POST /v1/ops/advertising/screens/{screen_id}/schedules": CENTRE,
    "DELETE /v1/ops/advertising/screens/{screen_id}/schedules/{schedule_id}": CENTRE,
    "GET /v1/ops/advertising/screens/{screen_id}/snapshots": ANSWERERS,
    "GET /v1/ops/advertising/snapshots/{snapshot_id}/view": ANSWERERS,
    "GET /v1/ops/advertising/snapshots/{snapshot_id}/heat-map": ANSWERERS,
    "GET /v": "anyone",
    "POST /v": "anyone",  # a form of the page without a script
    "GET /v/{short_id}": "anyone",
    **dict.fromkeys(
        (
            "GET /v1/cards/jwks.json",
            "GET /v1/cards/lists",
            "GET /v1/cards/lists/{number}",
            "GET /v1/cards/ratings",
            "GET /v1/cards/terms",
            "GET /v1/cards/trust",
            "GET /v1/cards/{short_id}",
            "GET /v1/cards/{short_id}/photo",
            "POST /v1/cards/verifications",  # asks only; the scan is written down without its scanner
        ),
        "anyone",
    ),
    "POST /v1/cards/{short_id}/ratings": "citizen",
    "GET /v1/ops/cards": READERS,
    "POST /v1/ops/cards": ANSWERERS,
    "GET /v1/ops/cards/{card_id}": READERS,
    "POST /v1/ops/cards/{card_id}/moves": ANSWERERS,  # which step needs which role is a table of the service
    "GET /v1/ops/cards/{card_id}/card.pdf": READERS,
    "GET /v1/ops/cards/{card_id}/codes/{face}.png": READERS,
    "GET /v1/ops/cards/{card_id}/codes/{face}.svg": READERS,
    "GET /v1/ops/cards/keys": "auditor supervisor",
    "POST /v1/ops/cards/keys": "supervisor",
    "POST /v1/ops/cards/keys/{kid}/compromise": "supervisor",
    "GET /v1/ops/cards/officials": READERS,
    "POST /v1/ops/cards/officials": ANSWERERS,
    "GET /v1/ops/cards/officials/{official_id}": READERS,
    "PUT /v1/ops/cards/officials/{official_id}": ANSWERERS,
    "PUT /v1/ops/cards/officials/{official_id}/photo": ANSWERERS,
    "POST /v1/ops/cards/officials/{official_id}/look": "supervisor",  # what is sealed, which is written down
    "GET /v1/ops/cards/officials/{official_id}/ratings": READERS,
    "GET /v1.1": "anyone",
    "GET /v1.1/{path:path}": "anyone",
    "GET /v1/investment/choices": "anyone",
    "GET /v1/investment/projects": "anyone",
    "GET /v1/investment/projects.geojson": "anyone",
    "GET /v1/investment/projects.csv": "anyone",
    "GET /v1/investment/projects/{project_id}": "anyone",
    "POST /v1/investment/projects/{project_id}/enquiries": "anyone",  # limited by contact, address, project and all
    "GET /v1/investment/enquiries/{enquiry_id}": "anyone",  # with the link of the enquiry, checked by the route
    "GET /v1/ops/investment/projects": READERS,
    "POST /v1/ops/investment/projects": ANSWERERS,
    "GET /v1/ops/investment/projects/{project_id}": READERS,
    "PUT /v1/ops/investment/projects/{project_id}": ANSWERERS,
    "POST /v1/ops/investment/projects/{project_id}/status": ANSWERERS,
    "POST /v1/ops/investment/projects/{project_id}/publication": ANSWERERS,
    "POST /v1/ops/investment/imports": ANSWERERS,
    "GET /v1/ops/investment/imports": READERS,
    "GET /v1/ops/investment/imports/{import_id}": READERS,
    "GET /v1/ops/investment/enquiries": READERS,
    "GET /v1/ops/investment/enquiries/{enquiry_id}": READERS,
    "GET /v1/ops/investment/enquiries/{enquiry_id}/contact": ANSWERERS,
    "POST /v1/ops/investment/enquiries/{enquiry_id}/answer": ANSWERERS,
    "GET /v1/epidemic/campaign": "anyone",
    "GET /v1/epidemic/venues/{code}": "anyone",
    "GET /v1/epidemic/venues/{code}/qr.svg": "anyone",
    "POST /v1/epidemic/venues/{code}/visits": "citizen",
    "POST /v1/epidemic/venues/{code}/desk-visits": "anyone",  # with the key of the venue, checked by the route
    "POST /v1/epidemic/declarations": "citizen partner +epidemic:declare",
    "GET /v1/epidemic/mine": "citizen",
    "GET /v1/ops/epidemic/campaigns": READERS,
    "POST /v1/ops/epidemic/campaigns": CENTRE,
    "POST /v1/ops/epidemic/campaigns/{campaign_id}/closing": CENTRE,
    "GET /v1/ops/epidemic/figures": READERS,
    "GET /v1/ops/epidemic/venues": READERS,
    "POST /v1/ops/epidemic/venues": ANSWERERS,
    "POST /v1/ops/epidemic/venues/{venue_id}/switch": ANSWERERS,
    "POST /v1/ops/epidemic/venues/{venue_id}/desk-keys": ANSWERERS,
    "GET /v1/ops/epidemic/venues/{venue_id}/guests": CENTRE,
    "POST /v1/ops/epidemic/searches": CENTRE,
    "GET /v1/environment/air": "anyone",
    "GET /v1/environment/stations": "anyone",
    "GET /v1/environment/stations/{station_id}": "anyone",
    "GET /v1/environment/stations/{station_id}/series": "anyone",
    "GET /v1/environment/stations/{station_id}/series.csv": "anyone",
    "POST /v1/environment/readings": "anyone",  # with a device's key, checked by the route
    "POST /v1/environment/station-files": "anyone",  # as readings
    "POST /v1/ops/environment/station-files": ANSWERERS,
    "GET /v1/ops/environment/intakes": ANSWERERS,
    "GET /v1/ops/environment/intakes/{intake_id}": ANSWERERS,
    "GET /v1/ops/environment/intakes/{intake_id}/raw": ANSWERERS,
    "POST /v1/ops/environment/stations": CENTRE,
    "PUT /v1/ops/environment/stations/{station_id}/alarm-levels": CENTRE,
    "POST /v1/ops/environment/stations/{station_id}/device-keys": CENTRE,
    "DELETE /v1/ops/environment/stations/{station_id}/device-keys/{key_id}": CENTRE,
    "POST /v1/infosec/events": "anyone",  # with a log source's key, checked by the route
    **dict.fromkeys(
        (
            "GET /v1/ops/infosec/summary",
            "GET /v1/ops/infosec/alerts",
            "POST /v1/ops/infosec/alerts/{alert_id}/look",  # a look at people's accounts, which is written down
            "POST /v1/ops/infosec/event-search",  # as above
            "GET /v1/ops/infosec/rules",
            "GET /v1/ops/infosec/indicator-sets",
            "GET /v1/ops/infosec/sources",
            "GET /v1/ops/infosec/pages",
            "GET /v1/ops/infosec/incidents",
            "GET /v1/ops/infosec/incidents/{incident_id}",
        ),
        REGISTRY_READERS,  # not officers
    ),
    **dict.fromkeys(
        (
            "POST /v1/ops/infosec/alerts/{alert_id}/taking",
            "POST /v1/ops/infosec/alerts/{alert_id}/closure",
            "PUT /v1/ops/infosec/rules/{file_id}/{uid}",
            "PUT /v1/ops/infosec/indicator-sets/{code}",
            "POST /v1/ops/infosec/sources",
            "DELETE /v1/ops/infosec/sources/{source_id}",
            "POST /v1/ops/infosec/pages",
            "DELETE /v1/ops/infosec/pages/{page_id}",
            "POST /v1/ops/infosec/pages/{page_id}/acceptance",
            "POST /v1/ops/infosec/incidents",
            "POST /v1/ops/infosec/incidents/{incident_id}/taking",
            "POST /v1/ops/infosec/incidents/{incident_id}/notes",
            "POST /v1/ops/infosec/incidents/{incident_id}/state",
            "POST /v1/ops/infosec/incidents/{incident_id}/escalation",
            "POST /v1/ops/infosec/incidents/{incident_id}/reports",
            "POST /v1/ops/infosec/incidents/{incident_id}/closure",
        ),
        CENTRE,
    ),
    "POST /v1/fishing/positions": "anyone",  # with a device's key, checked by the route
    **dict.fromkeys(
        (
            "GET /v1/ops/fishing/fleet",
            "GET /v1/ops/fishing/vessels",
            "GET /v1/ops/fishing/vessels/{vessel_id}",
            "GET /v1/ops/fishing/vessels/{vessel_id}/track",
            "POST /v1/ops/fishing/vessels/{vessel_id}/people",  # a look at people, which is written down
            "GET /v1/ops/fishing/zones",
            "GET /v1/ops/fishing/open-distresses",
            "GET /v1/ops/fishing/distresses",
            "GET /v1/ops/fishing/distresses/{distress_id}",
            "GET /v1/ops/fishing/distresses/{distress_id}/desk",
            "POST /v1/ops/fishing/distresses/{distress_id}/acknowledgement",
            "POST /v1/ops/fishing/distresses/{distress_id}/notes",
            "GET /v1/ops/fishing/rejections",
        ),
        ANSWERERS,
    ),
    "POST /v1/ops/fishing/distresses/{distress_id}/closure": CENTRE,
    "POST /v1/ops/fishing/vessels": CENTRE,
    "PUT /v1/ops/fishing/vessels/{vessel_id}": CENTRE,
    "POST /v1/ops/fishing/vessels/{vessel_id}/devices": CENTRE,
    "DELETE /v1/ops/fishing/vessels/{vessel_id}/devices/{device_id}": CENTRE,
    "POST /v1/ops/fishing/vessel-table": CENTRE,
    "POST /v1/ops/fishing/zones/{code}/verification": "supervisor",
    "GET /v1/warning/active": "anyone",
    "GET /v1/warning/at": "anyone",
    "GET /v1/warning/wards/{ward}": "anyone",
    "GET /v1/warning/reference": "anyone",
    "GET /v1/warning/feed.atom": "anyone",
    "GET /v1/warning/alerts/{alert_id}": "anyone",
    "GET /v1/warning/alerts/{alert_id}/cap": "anyone",
    "GET /v1/ops/warning/alerts": READERS,
    "GET /v1/ops/warning/alerts/{alert_id}": READERS,
    "GET /v1/ops/warning/alerts/{alert_id}/cap": READERS,
    "GET /v1/ops/warning/situations": READERS,
    "POST /v1/ops/warning/alerts": CENTRE,
    "POST /v1/ops/warning/alerts/import": CENTRE,
    "PUT /v1/ops/warning/alerts/{alert_id}": CENTRE,
    "POST /v1/ops/warning/alerts/{alert_id}/submit": CENTRE,
    "POST /v1/ops/warning/alerts/{alert_id}/approve": CENTRE,  # by another person, checked by the service
    "POST /v1/ops/warning/alerts/{alert_id}/reject": CENTRE,
    "POST /v1/ops/warning/alerts/{alert_id}/withdraw": CENTRE,
    "POST /v1/ops/warning/alerts/{alert_id}/issue": CENTRE,
    "POST /v1/ops/warning/alerts/{alert_id}/update": CENTRE,
    "POST /v1/ops/warning/alerts/{alert_id}/cancel": CENTRE,
    "POST /v1/ops/warning/situations/{situation_id}/close": CENTRE,
    "GET /v1/me/warning-wards": PEOPLE,
    "PUT /v1/me/warning-wards": PEOPLE,
    "GET /v1/camera/cameras": "anyone",
    "GET /v1/camera/cameras/{camera_id}/picture": "anyone",  # of public cameras, covered
    "GET /v1/camera/cameras/{camera_id}/counts": "anyone",
    "GET /v1/ops/camera/cameras": ANSWERERS,
    "POST /v1/ops/camera/cameras": CENTRE,
    "GET /v1/ops/camera/cameras/{camera_id}": ANSWERERS,
    "PUT /v1/ops/camera/cameras/{camera_id}/scene": CENTRE,
    "PUT /v1/ops/camera/cameras/{camera_id}/state": CENTRE,
    "GET /v1/ops/camera/cameras/{camera_id}/picture": ANSWERERS,
    "GET /v1/ops/camera/cameras/{camera_id}/counts": ANSWERERS,
    "POST /v1/ops/camera/cameras/{camera_id}/recordings": CENTRE,
    "GET /v1/ops/camera/cameras/{camera_id}/recordings": ANSWERERS,
    "GET /v1/ops/camera/recordings/{recording_id}": ANSWERERS,
    "GET /v1/ops/camera/violations": CENTRE,
    "POST /v1/ops/camera/violations/next": CENTRE,
    "GET /v1/ops/camera/violations/{violation_id}": CENTRE,
    "POST /v1/ops/camera/violations/{violation_id}/reviews": CENTRE,
    "GET /v1/ops/camera/violations/{violation_id}/files/{role}": CENTRE,
    "GET /v1/ops/camera/violations/{violation_id}/custody": "auditor moderator supervisor",
    "GET /v1/ops/camera/violations/{violation_id}/package": "supervisor",
    "POST /v1/ops/camera/violations/{violation_id}/transfer": "supervisor",
    "GET /v1/procedures/catalogue": "anyone",
    "GET /v1/procedures/agencies": "anyone",
    "GET /v1/procedures/calendar": "anyone",
    "GET /v1/procedures/calendar/term": "anyone",
    "GET /v1/ops/procedures/calendar/notices": READERS,
    "POST /v1/ops/procedures/calendar/notices": "supervisor",
    "GET /v1/procedures/figures": "anyone",
    "POST /v1/procedures/lookups": "anyone",
    "POST /v1/procedures/dossiers": "citizen",
    "GET /v1/procedures/dossiers/mine": "citizen",
    "POST /v1/procedures/sync": "partner +dossiers:write",
    "GET /v1/ops/procedures/dossiers": READERS,
    "POST /v1/ops/procedures/dossiers": ANSWERERS,
    "GET /v1/ops/procedures/dossiers/{dossier_id}": READERS,
    "POST /v1/ops/procedures/dossiers/{dossier_id}/moves": ANSWERERS,
    "POST /v1/ops/procedures/dossiers/{dossier_id}/owner": ANSWERERS,
    "GET /v1/ops/procedures/figures/dossiers": READERS,
    "GET /v1/ops/procedures/figures.csv": READERS,
    "GET /v1/ops/procedures/apologies": READERS,
    "POST /v1/ops/procedures/apologies/{apology_id}/approval": ANSWERERS,
    "GET /v1/ops/procedures/refused-rows": CENTRE,
    "POST /v1/ops/procedures/refused-rows/{row_id}/content": CENTRE,
    "GET /v1/press/items": "anyone",
    "GET /v1/press/answers": "anyone",
    "GET /v1/press/answers/{response_id}": "anyone",
    "GET /v1/press/digest": "anyone",
    "GET /v1/press/digests/{day}": "anyone",
    "GET /v1/ops/press/stories": READERS,
    "GET /v1/ops/press/stories/{story_id}": READERS,
    "POST /v1/ops/press/stories/{story_id}/alert/seen": ANSWERERS,
    "GET /v1/ops/press/choices": CENTRE,
    "POST /v1/ops/press/items/{item_id}/assignment": CENTRE,
    "GET /v1/ops/press/responses": READERS,
    "GET /v1/ops/press/responses/{response_id}": READERS,
    "POST /v1/ops/press/responses/{response_id}/answer": ANSWERERS,
    **{
        f"POST /v1/ops/press/responses/{{response_id}}/{step}": CENTRE
        for step in ("reassignment", "return", "publication", "correction")
    },
    "GET /v1/ops/press/sources": READERS,
    "POST /v1/ops/press/sources": CENTRE,
    "POST /v1/ops/press/sources/{source_id}/check": CENTRE,
    "PUT /v1/ops/press/sources/{source_id}/switch": CENTRE,
    "GET /v1/ops/press/watches": READERS,
    "POST /v1/ops/press/watches": CENTRE,
    "DELETE /v1/ops/press/watches/{watch_id}": CENTRE,
    "GET /v1/city": "anyone",  # each caller gets the tiles made for them
    "GET /v1/city/{service}": "anyone",  # as /v1/city
    "GET /v1/map": "anyone",  # as /v1/city
    "GET /v1/map/{service}": "anyone",  # as /v1/city
    "GET /jwks": "anyone",
    "GET /authorize": "anyone",
    "POST /token": "anyone",  # with the client's own secret or a proof of possession, checked by the route
    "POST /revoke": "anyone",  # as /token
    "POST /introspect": "anyone",  # with a client's secret, checked by the route
    "GET /userinfo": PEOPLE,
    "GET /v1/authorizations/{request_id}": PEOPLE,
    "POST /v1/authorizations/{request_id}": PEOPLE,
    "POST /v1/session/code": "anyone",
    "POST /v1/session": "anyone",
    "POST /v1/session/officer": "anyone",
    "POST /v1/session/officer/enrolment": "anyone",
    "POST /v1/session/refresh": "anyone",  # with the refresh token in the cookie
    "DELETE /v1/session": "anyone",  # as refresh
    "GET /v1/session/providers": "anyone",
    "GET /v1/session/providers/callback": "anyone",
    "GET /v1/session/providers/{name}": "anyone",
    "GET /v1/me": PEOPLE,
    "PUT /v1/me/email": PEOPLE,
    "PUT /v1/me/password": READERS,
    "GET /v1/me/sessions": PEOPLE,
    "DELETE /v1/me/sessions/{session_id}": PEOPLE,
    "POST /v1/me/erasure": "citizen",
    "GET /v1/me/notices": PEOPLE,
    "POST /v1/me/notices/read": PEOPLE,
    "POST /v1/me/notices/{notice_id}/read": PEOPLE,
    "GET /v1/me/preferences": PEOPLE,
    "PUT /v1/me/preferences": PEOPLE,
    "GET /v1/push-key": "anyone",
    "POST /v1/me/push-subscriptions": PEOPLE,
    "DELETE /v1/me/push-subscriptions/{subscription_id}": PEOPLE,
    "POST /v1/ops/officers/{officer_id}/account": "supervisor",
    "POST /v1/ops/officers/{officer_id}/account/reset": "supervisor",
    "POST /v1/ops/people/{person_id}/erasure": "supervisor",
    "GET /v1/ops/erasures": "auditor supervisor",
    "GET /v1/ops/clients": "auditor supervisor",
    "POST /v1/ops/clients": "supervisor",
    "POST /v1/ops/clients/{client_id}/secrets": "supervisor",
    "DELETE /v1/ops/clients/{client_id}": "supervisor",
    "POST /v1/ops/signing-keys": "supervisor",
    "GET /v1/organisation-tables/{kind}": "supervisor",
    "POST /v1/organisation-tables/{kind}": "supervisor",
    **{f"GET /v1/organisations/{kind}": readers for kind, readers in REGISTRY.items()},
    **{f"GET /v1/organisations/{kind}/{{entry_id}}": readers for kind, readers in REGISTRY.items()},
    **{f"POST /v1/organisations/{kind}": "supervisor" for kind in REGISTRY},
    **{
        f"{method} /v1/organisations/{kind}/{{entry_id}}": "supervisor"
        for kind in REGISTRY
        for method in ("PUT", "DELETE")
    },
    "GET /.well-known/oauth-authorization-server": "anyone",
    "GET /.well-known/openid-configuration": "anyone",
    "GET /openapi.json": "anyone",
    "POST /v1/dev/token": "anyone",  # answers 404 outside of development
    "GET /v1/config": "anyone",
    "GET /v1/areas": "anyone",
    "GET /v1/report-categories": "anyone",
    "GET /v1/units": "anyone",
    "GET /v1/reports": "anyone",
    "GET /v1/reports/{report_id}": "anyone",
    "GET /v1/reports/{report_id}/media/{sha256}": "anyone",
    "GET /v1/reports/map": "anyone",
    "GET /v1/reports/nearby": "anyone",
    "GET /v1/reports/feed.rss": "anyone",
    "GET /v1/reports/feed.atom": "anyone",
    "GET /v1/open-data": "anyone",
    "GET /v1/ops/open311-keys": "supervisor",
    "POST /v1/ops/open311-keys": "supervisor",
    "DELETE /v1/ops/open311-keys/{key_id}": "supervisor",
    "GET /v1/open-data/reports.csv": "anyone",
    "GET /v1/open-data/reports.geojson": "anyone",
    "GET /v1/statistics": "anyone",
    "GET /v1/reports/{report_id}/comments": "anyone",
    "POST /v1/reports/{report_id}/comments": "citizen",
    "GET /v1/report-comments/mine": "citizen",
    "PUT /v1/reports/{report_id}/support": "citizen",
    "DELETE /v1/reports/{report_id}/support": "citizen",
    "PUT /v1/reports/{report_id}/follow": "citizen",
    "DELETE /v1/reports/{report_id}/follow": "citizen",
    "GET /v1/reports/followed": "citizen",
    "GET /v1/report-subscriptions": "citizen",
    "POST /v1/report-subscriptions": "citizen",
    "DELETE /v1/report-subscriptions/{subscription_id}": "citizen",
    "POST /v1/reports/mine/{report_id}/media": "citizen",
    "GET /v1/ops/reports": READERS,
    "GET /v1/ops/reports/{report_id}/duplicates": READERS,
    "GET /v1/ops/statistics/figures": READERS,
    "GET /v1/ops/reports/{report_id}/media": READERS,
    "GET /v1/ops/reports/{report_id}/media/{medium_id}/original": CENTRE,
    "POST /v1/ops/reports/{report_id}/media/{medium_id}/redactions": CENTRE,
    "DELETE /v1/ops/reports/{report_id}/media/{medium_id}/redactions/{redaction_id}": CENTRE,
    "POST /v1/ops/reports/{report_id}/media/{medium_id}/visibility": CENTRE,
    "GET /v1/ops/comments": CENTRE,
    "POST /v1/ops/comments/{comment_id}/decision": CENTRE,
    "POST /v1/reports": "citizen",
    "GET /v1/reports/mine": "citizen",
    "GET /v1/reports/mine/{report_id}": "citizen",
    "GET /v1/reports/mine/{report_id}/media/{sha256}": "citizen",
    "POST /v1/reports/mine/{report_id}/rating": "citizen",
    "POST /v1/reports/mine/{report_id}/information": "citizen",
    "GET /v1/reports/mine/{report_id}/messages": "citizen",
    "POST /v1/reports/mine/{report_id}/messages": "citizen",
    "POST /v1/reports/mine/{report_id}/reopening": "citizen",
    "POST /v1/reports/mine/{report_id}/follow-up": "citizen",
    "GET /v1/account-lock": "citizen",
    "POST /v1/account-lock/appeal": "citizen",
    "OPTIONS /v1/report-uploads": UPLOADERS,
    "POST /v1/report-uploads": UPLOADERS,
    "HEAD /v1/report-uploads/{upload_id}": UPLOADERS,
    "PATCH /v1/report-uploads/{upload_id}": UPLOADERS,
    "DELETE /v1/report-uploads/{upload_id}": UPLOADERS,
    "GET /v1/ops/queue": READERS,
    "GET /v1/ops/statistics": READERS,
    "GET /v1/ops/reports/{report_id}": READERS,
    "GET /v1/ops/reports/{report_id}/history": READERS,
    "GET /v1/ops/reports/{report_id}/media/{sha256}": READERS,
    "POST /v1/ops/reports/{report_id}/claim": "moderator officer supervisor",
    "DELETE /v1/ops/reports/{report_id}/claim": "moderator officer supervisor",
    "POST /v1/ops/reports/{report_id}/moderation": CENTRE,
    "POST /v1/ops/reports/{report_id}/assignment": CENTRE,
    "POST /v1/ops/reports/{report_id}/answer": "moderator officer supervisor",
    "POST /v1/ops/reports/{report_id}/review": CENTRE,
    "POST /v1/ops/reports/{report_id}/progress": ANSWERERS,
    "POST /v1/ops/reports/{report_id}/plan": ANSWERERS,
    "POST /v1/ops/reports/{report_id}/extension": ANSWERERS,
    "POST /v1/ops/reports/{report_id}/transfer-request": ANSWERERS,
    "POST /v1/ops/reports/{report_id}/sanctions": ANSWERERS,
    "POST /v1/ops/reports/{report_id}/information-request": ANSWERERS,
    "GET /v1/ops/reports/{report_id}/messages": READERS,
    "POST /v1/ops/reports/{report_id}/messages": ANSWERERS,
    "GET /v1/ops/reports/{report_id}/field-notes": READERS,
    "POST /v1/ops/reports/{report_id}/field-notes": ANSWERERS,
    "GET /v1/ops/reports/{report_id}/attachments/{sha256}": READERS,
    "GET /v1/ops/shortlist": ANSWERERS,
    "PUT /v1/ops/shortlist/{report_id}": ANSWERERS,
    "DELETE /v1/ops/shortlist/{report_id}": ANSWERERS,
    "POST /v1/ops/reports": CENTRE,
    "POST /v1/ops/reports/{report_id}/transfer": CENTRE,
    "POST /v1/ops/reports/{report_id}/extension/decision": CENTRE,
    "POST /v1/ops/reports/{report_id}/resumption": CENTRE,
    "POST /v1/ops/reports/{report_id}/merge": CENTRE,
    "POST /v1/ops/reports/{report_id}/unmerge": CENTRE,
    "POST /v1/ops/reports/{report_id}/reopening": CENTRE,
    "POST /v1/ops/reports/{report_id}/reporter-lock": CENTRE,
    "GET /v1/ops/locks": CENTRE,
    "POST /v1/ops/locks/{lock_id}/decision": CENTRE,
    "GET /v1/ops/answer-templates": READERS,
    "POST /v1/ops/answer-templates": CENTRE,
    "PUT /v1/ops/answer-templates/{template_id}": CENTRE,
    "DELETE /v1/ops/answer-templates/{template_id}": CENTRE,
    "GET /v1/ops/units/{unit_id}/contacts": CENTRE,
    "POST /v1/ops/units/{unit_id}/contacts": CENTRE,
    "DELETE /v1/ops/units/{unit_id}/contacts/{contact_id}": CENTRE,
    "GET /open311/discovery.{form}": "anyone",
    "GET /open311/v2/discovery.{form}": "anyone",
    "GET /open311/v2/services.{form}": "anyone",
    "GET /open311/v2/services/{service_code}.{form}": "anyone",
    "GET /open311/v2/requests.{form}": "anyone",
    "POST /open311/v2/requests.{form}": "anyone",  # with a partner's api_key, checked by the route
    "GET /open311/v2/requests/{service_request_id}.{form}": "anyone",
    "GET /open311/v2/tokens/{token}.{form}": "anyone",
    "GET /open311/v2/servicerequestupdates.{form}": "anyone",
    "POST /open311/v2/servicerequestupdates.{form}": "anyone",  # with a partner's api_key, checked by the route
    "GET /open311/v2/bulk/requests.csv": "anyone",
    "GET /open311/v2/bulk/requests.{form}": "anyone",
    "POST /v1/dev/open311-key": "anyone",  # answers 404 outside of development
    **dict.fromkeys(
        (f"{method} /open311/{{rest:path}}" for method in ("GET", "POST", "PUT", "PATCH", "DELETE")), "anyone"
    ),
}
PUBLIC_WRITES = {
    "POST /v1/infosec/events",
    "POST /v1/procedures/lookups",
    "POST /v1/fishing/positions",
    "POST /v1/advertising/play-logs",
    "POST /v1/advertising/snapshots",
    "POST /v",
    "POST /v1/cards/verifications",
    "POST /v1/environment/readings",
    "POST /v1/environment/station-files",
    "POST /token",
    "POST /revoke",
    "POST /introspect",
    "POST /v1/session/code",
    "POST /v1/session",
    "POST /v1/session/officer",
    "POST /v1/session/officer/enrolment",
    "POST /v1/session/refresh",
    "DELETE /v1/session",
    "POST /v1/dev/token",
    "POST /v1/investment/projects/{project_id}/enquiries",
    "POST /v1/epidemic/venues/{code}/desk-visits",
    "POST /v1/dev/open311-key",
    "POST /open311/v2/requests.{form}",
    "POST /open311/v2/servicerequestupdates.{form}",
    # what is no address of the standard is refused as the standard says
    *(f"{method} {NO_ADDRESS}" for method in ("POST", "PUT", "PATCH", "DELETE")),
}


def found(service: Service) -> Iterator[tuple[str, str]]:
    for route in routes_of(service.routers):
        rule = rule_of(route)
        for method in sorted(route.methods or ()):
            words = " ".join(rule["roles"]) if rule else "UNDECLARED"
            yield f"{method} {route.path}", words + (f" +{rule['scope']}" if rule and rule["scope"] else "")


@pytest.mark.parametrize("service", installed_services(), ids=lambda service: service.name)
def test_every_route_is_open_to_those_in_the_table_and_to_nobody_else(service: Service):
    routes = dict(found(service))
    assert routes == {route: ACCESS.get(route, "NOT IN THE TABLE") for route in routes}


def test_the_table_has_no_route_that_is_gone():
    assert ACCESS.keys() == {route for service in installed_services() for route, _ in found(service)}


def test_no_route_is_declared_twice():
    routes = [route for service in installed_services() for route, _ in found(service)]
    assert len(routes) == len(set(routes))


def test_nobody_writes_without_signing_in():
    writes = {route for route, roles in ACCESS.items() if roles == "anyone" and not route.startswith("GET ")}
    assert writes == PUBLIC_WRITES


def test_what_lies_under_ops_is_for_staff():
    for route, roles in ACCESS.items():
        if "/v1/ops/" in route:
            assert {"citizen", "partner", "device", "anyone"}.isdisjoint(roles.split()), route
