-- Routers that hold a stream and do not answer, and which of several routers carries each subnet:
-- what replicas elect by, so that they choose the same, and go on with after a restart.
alter table presence add column silent boolean not null default false;

create table carriers (
  tailnet bigint not null,
  id text not null,
  router bigint not null,
  replica uuid not null,
  written_at timestamptz not null,
  primary key (tailnet, id)
);
