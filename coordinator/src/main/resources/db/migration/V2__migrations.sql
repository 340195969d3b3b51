-- A migration into this tailnet: planned, then applied, then perhaps taken back. plan is what people
-- may see; changes is what is carried out and, turned round, what a rollback needs (it holds secrets).
create table migrations (
  tailnet bigint not null references tailnet,
  id text not null,
  state text not null check (state in ('PLANNED', 'APPLIED', 'ROLLED_BACK')),
  origin text not null,
  version bigint not null,
  created_at timestamptz not null,
  applied_at timestamptz,
  rolled_back_at timestamptz,
  plan text not null,
  outline text not null,
  changes bytea not null,
  primary key (tailnet, id)
);

create index migrations_created_at on migrations (tailnet, created_at);

-- What was last applied here from a kind of source: the third side of the next plan.
create table last_applied (
  tailnet bigint not null references tailnet,
  origin text not null,
  kind text not null,
  id text not null,
  body text not null,
  source_row text,
  primary key (tailnet, origin, kind, id)
);
