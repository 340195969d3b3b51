-- Who says who people are. The client secret is a secret of its own.
create table identity_providers (
  tailnet bigint not null references tailnet,
  id text not null,
  body text not null,
  source_row text,
  primary key (tailnet, id)
);
