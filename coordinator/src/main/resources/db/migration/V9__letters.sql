-- What replicas say to each other: bounded, short-lived, read once by whom it is for. It may get lost,
-- so it is in no log; whoever may write here is believed.
create unlogged table letters (
  id bigint generated always as identity primary key,
  recipient uuid not null,
  sender uuid not null,
  kind text not null,
  body text not null,
  expires_at timestamptz not null
);

create index letters_recipient on letters (recipient, id);

-- When a node's stream was opened, by the clock of the database: of two replicas that have one of a
-- node, the later is right. And which transaction wrote a row, so that each replica reads only what
-- it has not read: times overlap, as a transaction may end after one that began later.
alter table presence add column opened_at timestamptz not null default to_timestamp(0);
alter table presence add column written_by xid8 not null default pg_current_xact_id();
alter table presence drop column written_at;

create index presence_written_by on presence (tailnet, written_by);
