CREATE DOMAIN mail AS varchar(80) CHECK (VALUE LIKE '%@%');
CREATE TYPE mood AS ENUM ('sad', 'it''s ok');
CREATE TABLE person (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email mail,
  "Full ""Name""" text NOT NULL,
  greeting text GENERATED ALWAYS AS ('Dear ' || "Full ""Name""") STORED,
  born date,
  seen timestamptz,
  ok boolean,
  pic bytea,
  doc jsonb,
  tags text[],
  code char(5),
  feels mood,
  amount numeric(12,2),
  weight float8,
  token uuid,
  flags bit(3));
CREATE TABLE ord (
  id serial PRIMARY KEY,
  person_id bigint NOT NULL REFERENCES person (id),
  note text DEFAULT 'x; it''s');
CREATE TABLE visit (
  id int NOT NULL,
  day date NOT NULL,
  who bigint REFERENCES person (id),
  at timestamptz,
  local timestamp,
  page text,
  known boolean,
  raw bytea,
  born date,
  amount numeric(10,2),
  weight float8,
  ip text,
  code char(8),
  doc jsonb,
  gone timestamptz,
  PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
CREATE TABLE visit_1 PARTITION OF visit FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE TABLE "Visit 2" PARTITION OF visit FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
CREATE TABLE "Select" ("from" int, "Weird;Col" text);
CREATE TABLE nothing ();
CREATE FUNCTION twice(a int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN a > 1 THEN 2 * a ELSE 2 END; END;
CREATE FUNCTION touched() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM ';'; RETURN NEW; END $$;
CREATE TRIGGER touched AFTER INSERT ON "Select" FOR EACH ROW EXECUTE FUNCTION touched();
CREATE VIEW names AS SELECT id, "Full ""Name""" FROM person;
CREATE MATERIALIZED VIEW ids AS SELECT id FROM person;
CREATE INDEX ON ord (person_id);
CREATE INDEX ON visit (who);
COMMENT ON TABLE person IS 'it''s; a \ table';
INSERT INTO person (email, "Full ""Name""", born, seen, ok, pic, doc, tags, code, feels, amount, weight, token, flags) VALUES
  ('ann@example.org', 'Ann''s', '2000-01-02', '2026-01-02 03:04:05.123456+05:30', true, '\x00ff5c', '{"a": "x\ny"}', '{a,"b c"}', 'ab', 'it''s ok', 12.50, 'NaN', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', B'101'),
  ('bob@example.org', E'B\tob\\n\n\r\b\f\v''"$$', '1999-12-31', '2025-01-02 03:04:05+00', false, '\x', '["\\"]', '{NULL,"\\\\"}', 'x', 'sad', 'NaN', 1.5e300, NULL, NULL),
  (NULL, '克莱奥 😀', NULL, 'infinity', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '-Infinity', NULL, NULL),
  ('\.@example.org', '\N', 'infinity', NULL, true, NULL, 'null', '{}', '', NULL, -0.01, 0, NULL, B'000');
INSERT INTO ord (person_id, note) VALUES (1, 'sent by Ann'), (2, E'\\.\n'), (1, NULL), (3, '\N'), (4, DEFAULT);
INSERT INTO visit VALUES
  (1, '2026-01-05', 1, '2026-01-05 23:59:59.999999-03:30', '2026-01-05 12:13:14', '/', true, '\xff', '1987-06-05', 12.34, 1.26, '203.0.113.7', 'Ann''s', '{"a": {"b": "Ann''s"}, "n": [1, 2]}'),
  (2, '2026-01-06', 2, '2026-01-06 00:00:00+00', '2026-01-06 12:13:14', '/a', true, '\xff', '1988-06-05', 0, 0, '203.0.113.8', 'b', '{}'),
  (3, '2026-02-05', 1, '2026-01-31 23:30:00-03:30', NULL, '/b', NULL, NULL, '0044-03-15', -0.01, -1.5e-3, 'none', '', '["\\\\"]'),
  (4, '2026-02-06', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO "Select" VALUES (1, 'w'), (2, E'\t');
INSERT INTO nothing DEFAULT VALUES;
REFRESH MATERIALIZED VIEW ids;
