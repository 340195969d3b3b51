-- Who is connected: state that heals by itself and stands in no log. A replica lives while it says
-- so; what it wrote of nodes that were online counts for as long.
create table replicas (
  id uuid primary key,
  expires_at timestamptz not null
);

-- One row for each node, of the replica where it was last. It goes with its node.
create table presence (
  tailnet bigint not null,
  id bigint not null,
  replica uuid not null,
  online boolean not null,
  last_seen timestamptz,
  written_at timestamptz not null,
  primary key (tailnet, id)
);

create index presence_written_at on presence (tailnet, written_at);
