CREATE TABLE absences (
    council TEXT NOT NULL, post TEXT NOT NULL, seq INTEGER NOT NULL, since TEXT NOT NULL,
    until TEXT NOT NULL, deputy TEXT, mandate TEXT, mandated_by TEXT, mandated_on TEXT,
    comes BOOLEAN NOT NULL,
    PRIMARY KEY (council, post, seq)
);
CREATE TABLE agenda_points (
    council TEXT NOT NULL, series TEXT NOT NULL, year INTEGER NOT NULL, no INTEGER NOT NULL,
    point TEXT NOT NULL, kind TEXT, title TEXT, text TEXT NOT NULL, "case" TEXT, post TEXT,
    place INTEGER, dropped BOOLEAN NOT NULL, discussion TEXT NOT NULL, outcome TEXT,
    follow_up TEXT NOT NULL, attachments TEXT NOT NULL,
    PRIMARY KEY (council, series, year, no, point)
);
CREATE TABLE areas (
    council TEXT NOT NULL, id TEXT NOT NULL, place INTEGER NOT NULL, title TEXT NOT NULL,
    goals TEXT NOT NULL, contacts TEXT NOT NULL, shared_with TEXT NOT NULL, since TEXT NOT NULL,
    until TEXT, first TEXT, last TEXT, "by" TEXT, ended_by TEXT,
    PRIMARY KEY (council, id)
);
CREATE TABLE assessments (
    council TEXT NOT NULL, year INTEGER NOT NULL, no INTEGER NOT NULL,
    assignment_no INTEGER NOT NULL, measure_no INTEGER NOT NULL, evaluation TEXT NOT NULL,
    challenge TEXT NOT NULL, effect TEXT NOT NULL, note TEXT NOT NULL,
    PRIMARY KEY (council, year, no, assignment_no, measure_no)
);
CREATE TABLE attachments (
    council TEXT NOT NULL, series TEXT NOT NULL, year INTEGER NOT NULL, no INTEGER NOT NULL,
    assignment_no INTEGER NOT NULL, measure_no INTEGER NOT NULL, number INTEGER NOT NULL,
    point TEXT NOT NULL, seq INTEGER NOT NULL, "on" TEXT NOT NULL, name TEXT NOT NULL,
    title TEXT NOT NULL, media TEXT NOT NULL, size INTEGER NOT NULL, digest TEXT NOT NULL,
    PRIMARY KEY (council, series, year, no, assignment_no, measure_no, number)
);
CREATE TABLE attendances (
    council TEXT NOT NULL, series TEXT NOT NULL, year INTEGER NOT NULL, no INTEGER NOT NULL,
    who TEXT NOT NULL, presence TEXT NOT NULL, deputy TEXT, mandate TEXT, organisation TEXT,
    mandated_by TEXT, mandated_on TEXT, role TEXT, during TEXT NOT NULL,
    PRIMARY KEY (council, series, year, no, who)
);
CREATE TABLE bindings (
    council TEXT NOT NULL, seq INTEGER NOT NULL, post TEXT, account TEXT NOT NULL,
    since TEXT NOT NULL, until TEXT, holding INTEGER, absence INTEGER,
    PRIMARY KEY (council, seq)
);
CREATE TABLE challenges (
    council TEXT NOT NULL, id TEXT NOT NULL, place INTEGER NOT NULL, title TEXT NOT NULL, area TEXT,
    knowledge TEXT NOT NULL, since TEXT NOT NULL,
    PRIMARY KEY (council, id)
);
CREATE TABLE clauses (
    council TEXT NOT NULL, clause TEXT NOT NULL, since TEXT NOT NULL, until TEXT,
    place INTEGER NOT NULL, ref TEXT NOT NULL, text TEXT NOT NULL, numbers TEXT NOT NULL,
    kept_by TEXT NOT NULL, judged_as TEXT NOT NULL, document TEXT NOT NULL, asked_until TEXT,
    PRIMARY KEY (council, clause, since)
);
CREATE TABLE contacts (
    council TEXT NOT NULL, post TEXT NOT NULL, seq INTEGER NOT NULL, address TEXT NOT NULL,
    since TEXT NOT NULL, until TEXT,
    PRIMARY KEY (council, post, seq)
);
CREATE TABLE continuations (
    council TEXT NOT NULL, series TEXT NOT NULL, year INTEGER NOT NULL, no INTEGER NOT NULL,
    assignment_no INTEGER NOT NULL, measure_no INTEGER NOT NULL, decision TEXT NOT NULL,
    PRIMARY KEY (council, series, year, no, assignment_no, measure_no, decision)
);
CREATE TABLE councils (
    council TEXT NOT NULL, title TEXT NOT NULL, agreement TEXT NOT NULL, digest TEXT NOT NULL,
    language TEXT NOT NULL, machines TEXT NOT NULL, opened TEXT NOT NULL, closed_days TEXT NOT NULL,
    standing TEXT NOT NULL,
    PRIMARY KEY (council)
);
CREATE TABLE counters (
    council TEXT NOT NULL, series TEXT NOT NULL, year INTEGER NOT NULL, no INTEGER NOT NULL,
    assignment_no INTEGER NOT NULL, last INTEGER NOT NULL,
    PRIMARY KEY (council, series, year, no, assignment_no)
);
CREATE TABLE decisions (
    council TEXT NOT NULL, year INTEGER NOT NULL, no INTEGER NOT NULL, area TEXT,
    text TEXT NOT NULL, text_version INTEGER NOT NULL, round INTEGER NOT NULL, meeting TEXT,
    information BOOLEAN NOT NULL, bodies TEXT NOT NULL, authority TEXT, "case" TEXT,
    pins TEXT NOT NULL, kind TEXT, kind_pin TEXT, about TEXT NOT NULL, adopted_on TEXT,
    measures INTEGER NOT NULL, areas_left TEXT NOT NULL, follows TEXT, proposed_by TEXT,
    "group" TEXT, turned_in TEXT, put_off TEXT, agendas TEXT NOT NULL,
    PRIMARY KEY (council, year, no)
);
CREATE TABLE definitions (
    council TEXT NOT NULL, digest TEXT NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (council, digest)
);
CREATE TABLE evidence (
    council TEXT NOT NULL, seq INTEGER NOT NULL, clause TEXT NOT NULL, "on" TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (council, seq)
);
CREATE TABLE excuses (
    council TEXT NOT NULL, year INTEGER NOT NULL, no INTEGER NOT NULL, round INTEGER NOT NULL,
    post TEXT NOT NULL, reason TEXT NOT NULL, decided_by TEXT NOT NULL,
    PRIMARY KEY (council, year, no, round, post)
);
CREATE TABLE exemptions (
    council TEXT NOT NULL, series TEXT NOT NULL, year INTEGER NOT NULL, no INTEGER NOT NULL,
    assignment_no INTEGER NOT NULL, measure_no INTEGER NOT NULL, part TEXT NOT NULL,
    seq INTEGER NOT NULL, basis TEXT NOT NULL, public_title TEXT NOT NULL, lifted BOOLEAN NOT NULL,
    PRIMARY KEY (council, series, year, no, assignment_no, measure_no, part)
);
CREATE TABLE groups (
    council TEXT NOT NULL, id TEXT NOT NULL, place INTEGER NOT NULL, title TEXT NOT NULL,
    members TEXT NOT NULL, series TEXT NOT NULL, added TEXT,
    PRIMARY KEY (council, id)
);
CREATE TABLE holdings (
    council TEXT NOT NULL, post TEXT NOT NULL, seq INTEGER NOT NULL, holder TEXT,
    since TEXT NOT NULL, until TEXT,
    PRIMARY KEY (council, post, seq)
);
CREATE TABLE items (
    council TEXT NOT NULL, series TEXT NOT NULL, year INTEGER NOT NULL, no INTEGER NOT NULL,
    assignment_no INTEGER NOT NULL, measure_no INTEGER NOT NULL, machine TEXT NOT NULL,
    level TEXT NOT NULL, pin TEXT NOT NULL, state TEXT NOT NULL, tags TEXT NOT NULL,
    ended BOOLEAN NOT NULL, waits_on TEXT, title TEXT NOT NULL, owner TEXT, due TEXT, born TEXT,
    since TEXT, last_on TEXT NOT NULL, last_seq INTEGER NOT NULL, delivered_on TEXT,
    progress INTEGER NOT NULL, council_due TEXT, reschedules INTEGER NOT NULL,
    moved_by TEXT NOT NULL, ended_in TEXT, ended_by TEXT, accepted_by TEXT NOT NULL,
    acted TEXT NOT NULL, due_words TEXT NOT NULL, due_meeting TEXT, standing BOOLEAN NOT NULL,
    every TEXT, times TEXT NOT NULL, note TEXT NOT NULL, resources TEXT NOT NULL,
    challenges TEXT NOT NULL, knowledge TEXT NOT NULL, "group" TEXT, came_from TEXT NOT NULL,
    brought_tags TEXT NOT NULL,
    PRIMARY KEY (council, series, year, no, assignment_no, measure_no)
);
CREATE TABLE knowledge (
    council TEXT NOT NULL, id TEXT NOT NULL, place INTEGER NOT NULL, title TEXT NOT NULL,
    source TEXT NOT NULL, "on" TEXT NOT NULL, address TEXT NOT NULL,
    PRIMARY KEY (council, id)
);
CREATE TABLE labels (
    council TEXT NOT NULL, digest TEXT NOT NULL, what TEXT NOT NULL, id TEXT NOT NULL,
    nb TEXT NOT NULL, nn TEXT NOT NULL, en TEXT NOT NULL,
    PRIMARY KEY (council, digest, what, id)
);
CREATE TABLE learning_points (
    council TEXT NOT NULL, year INTEGER NOT NULL, no INTEGER NOT NULL, evaluation TEXT,
    carried_to INTEGER, years TEXT NOT NULL, decision TEXT,
    PRIMARY KEY (council, year, no)
);
CREATE TABLE matters (
    council TEXT NOT NULL, year INTEGER NOT NULL, no INTEGER NOT NULL, words TEXT NOT NULL,
    PRIMARY KEY (council, year, no)
);
CREATE TABLE meetings (
    council TEXT NOT NULL, series TEXT NOT NULL, year INTEGER NOT NULL, no INTEGER NOT NULL,
    kind TEXT NOT NULL, day TEXT NOT NULL, sent TEXT, frozen INTEGER, short_notice BOOLEAN NOT NULL,
    requested_by TEXT, "group" TEXT, led_by TEXT, moved_from TEXT NOT NULL, begins TEXT, ends TEXT,
    venue TEXT, written_by TEXT, settled BOOLEAN NOT NULL,
    PRIMARY KEY (council, series, year, no)
);
CREATE TABLE neighbours (
    council TEXT NOT NULL, year INTEGER NOT NULL, no INTEGER NOT NULL, neighbour TEXT NOT NULL,
    ref TEXT NOT NULL, journal TEXT,
    PRIMARY KEY (council, year, no, neighbour, ref)
);
CREATE TABLE objections (
    council TEXT NOT NULL, year INTEGER NOT NULL, no INTEGER NOT NULL, seq INTEGER NOT NULL,
    meeting TEXT NOT NULL, "on" TEXT NOT NULL, post TEXT NOT NULL, text_version INTEGER NOT NULL,
    reason TEXT NOT NULL, deputy TEXT, undone TEXT, spoken_on INTEGER, spoken_in TEXT,
    stance_since TEXT, basis TEXT NOT NULL,
    PRIMARY KEY (council, year, no, seq)
);
CREATE TABLE organisations (
    council TEXT NOT NULL, id TEXT NOT NULL, place INTEGER NOT NULL, name TEXT NOT NULL, party TEXT,
    added TEXT, since TEXT,
    PRIMARY KEY (council, id)
);
CREATE TABLE owner_spells (
    council TEXT NOT NULL, year INTEGER NOT NULL, no INTEGER NOT NULL,
    assignment_no INTEGER NOT NULL, measure_no INTEGER NOT NULL, seq INTEGER NOT NULL,
    post TEXT NOT NULL, since TEXT, until TEXT,
    PRIMARY KEY (council, year, no, assignment_no, measure_no, seq)
);
CREATE TABLE passages (
    council TEXT NOT NULL, series TEXT NOT NULL, year INTEGER NOT NULL, no INTEGER NOT NULL,
    seq INTEGER NOT NULL, who TEXT NOT NULL, presence TEXT NOT NULL, point TEXT,
    reason TEXT NOT NULL,
    PRIMARY KEY (council, series, year, no, seq)
);
CREATE TABLE posts (
    council TEXT NOT NULL, id TEXT NOT NULL, place INTEGER NOT NULL, title TEXT NOT NULL,
    organisation TEXT NOT NULL, levels TEXT NOT NULL, seat BOOLEAN NOT NULL, binds BOOLEAN NOT NULL,
    roles TEXT NOT NULL, designated_by TEXT NOT NULL, vacant BOOLEAN NOT NULL, holder TEXT,
    since TEXT, until TEXT, added TEXT, seat_by TEXT, turns TEXT NOT NULL,
    PRIMARY KEY (council, id)
);
CREATE TABLE ratifications (
    council TEXT NOT NULL, year INTEGER NOT NULL, no INTEGER NOT NULL, round INTEGER NOT NULL,
    body TEXT NOT NULL, "case" TEXT NOT NULL, date TEXT NOT NULL, granted BOOLEAN NOT NULL,
    PRIMARY KEY (council, year, no, round, body)
);
CREATE TABLE remarks (
    council TEXT NOT NULL, series TEXT NOT NULL, year INTEGER NOT NULL, no INTEGER NOT NULL,
    assignment_no INTEGER NOT NULL, measure_no INTEGER NOT NULL, seq INTEGER NOT NULL,
    "on" TEXT NOT NULL, text TEXT NOT NULL, address BOOLEAN NOT NULL, "by" TEXT,
    point TEXT NOT NULL,
    PRIMARY KEY (council, series, year, no, assignment_no, measure_no, seq)
);
CREATE TABLE seat_stances (
    council TEXT NOT NULL, year INTEGER NOT NULL, no INTEGER NOT NULL, round INTEGER NOT NULL,
    post TEXT NOT NULL, text_version INTEGER NOT NULL, stance TEXT NOT NULL, reason TEXT NOT NULL,
    deputy TEXT,
    PRIMARY KEY (council, year, no, round, post)
);
CREATE TABLE superseded (
    council TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, seq INTEGER NOT NULL,
    until TEXT NOT NULL, fields TEXT NOT NULL,
    PRIMARY KEY (council, kind, id, seq)
);
CREATE INDEX counters_by_number ON counters (council, no, series, year, assignment_no);
CREATE INDEX decisions_by_day ON decisions (council, adopted_on);
CREATE INDEX decisions_by_meeting ON decisions (council, meeting);
CREATE INDEX decisions_of_a_kind ON decisions (council, kind) WHERE kind IS NOT NULL;
CREATE INDEX items_by_deadline ON items (council, due);
CREATE INDEX items_by_last_day ON items (council, max(last_on, coalesce(since, last_on), coalesce(born, last_on)));
CREATE INDEX items_dropped ON items (council, assignment_no, year, no) WHERE series = '' AND tags LIKE '%"dropped"%';
CREATE INDEX items_moved ON items (council, council_due) WHERE council_due IS NOT NULL;
CREATE INDEX items_unsettled ON items (council, assignment_no, year, no) WHERE series = '' AND tags NOT LIKE '%"settled"%';
CREATE INDEX meetings_by_day ON meetings (council, day, series, year, no);
CREATE INDEX neighbours_of_others ON neighbours (journal);
