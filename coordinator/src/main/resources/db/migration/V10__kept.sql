-- What waits for somebody or is remembered for a while, by all replicas together: devices and SSH
-- sessions that wait, approvals, browsers, logins under way. What proves something stands here as a
-- hash, or sealed with what its bearer alone has.
create table kept (
  tailnet bigint not null references tailnet,
  kind text not null,
  key text not null,
  -- In which order rows of one moment came.
  number bigint generated always as identity,
  -- Whose it is, where it came from, and what has to be shown beside the key.
  owner text not null,
  source text not null,
  proof text not null,
  body text not null,
  -- What it came to; null while it waits.
  answer text,
  -- How often somebody tried to confirm it.
  tries integer not null default 0,
  begun timestamptz not null,
  seen timestamptz not null,
  until timestamptz not null,
  -- While somebody decides on it.
  claimed_until timestamptz,
  primary key (tailnet, kind, key)
);

create index kept_until on kept (until);
create index kept_seen on kept (tailnet, kind, seen, number);
create index kept_owner on kept (tailnet, kind, owner);
create index kept_source on kept (tailnet, kind, source);
create index kept_proof on kept (tailnet, kind, proof);
