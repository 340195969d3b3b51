-- What a hosted plane kept for a tailnet and has no counterpart here: services, webhooks,
-- contacts and the like, kept as data. The id is TYPE/ID.
create table hosted_objects (
  tailnet bigint not null references tailnet,
  id text not null,
  body text not null,
  source_row text,
  primary key (tailnet, id)
);
