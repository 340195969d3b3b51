-- The tailnet's row is the lock that serialises its writers; its version counts their commits.
create table tailnet (
  id bigint primary key,
  name text not null unique,
  version bigint not null,
  last_user bigint not null,
  last_node bigint not null,
  last_pre_auth_key bigint not null,
  last_api_key bigint not null,
  last_oauth_client bigint not null,
  last_oauth_token bigint not null,
  last_policy bigint not null
);

insert into tailnet values (1, 'default', 0, 0, 0, 0, 0, 0, 0, 0);

-- In every table below, body is the whole entity as canonical JSON; the other columns repeat what
-- is searched or constrained. source_row is the row an import found, kept for the way back.
create table users (
  tailnet bigint not null references tailnet,
  id bigint not null,
  name text not null,
  email text not null,
  body text not null,
  source_row text,
  primary key (tailnet, id)
);

create table nodes (
  tailnet bigint not null references tailnet,
  id bigint not null,
  stable_id text not null,
  machine_key text not null,
  node_key text not null,
  ipv4 text,
  ipv6 text,
  given_name text not null,
  user_id bigint,
  body text not null,
  source_row text,
  primary key (tailnet, id),
  -- Checked at commit, so that one transaction may let two nodes swap addresses.
  constraint nodes_ipv4_once unique (tailnet, ipv4) deferrable initially deferred,
  constraint nodes_ipv6_once unique (tailnet, ipv6) deferrable initially deferred
);

create index nodes_machine_key on nodes (tailnet, machine_key);
create index nodes_node_key on nodes (tailnet, node_key);

create table pre_auth_keys (
  tailnet bigint not null references tailnet,
  id bigint not null,
  prefix text,
  user_id bigint,
  body text not null,
  source_row text,
  primary key (tailnet, id)
);

create table api_keys (
  tailnet bigint not null references tailnet,
  id bigint not null,
  prefix text not null,
  body text not null,
  source_row text,
  primary key (tailnet, id)
);

create table oauth_clients (
  tailnet bigint not null references tailnet,
  id bigint not null,
  client_id text not null,
  body text not null,
  source_row text,
  primary key (tailnet, id)
);

create table oauth_tokens (
  tailnet bigint not null references tailnet,
  id bigint not null,
  prefix text not null,
  client_id text not null,
  body text not null,
  source_row text,
  primary key (tailnet, id)
);

create table policies (
  tailnet bigint not null references tailnet,
  id text not null,
  in_use boolean not null,
  body text not null,
  source_row text,
  primary key (tailnet, id)
);

create table settings (
  tailnet bigint not null references tailnet,
  id text not null check (id in ('server', 'dns', 'derp')),
  body text not null,
  source_row text,
  primary key (tailnet, id)
);

create table secrets (
  tailnet bigint not null references tailnet,
  id text not null,
  body text not null,
  source_row text,
  primary key (tailnet, id)
);

create table aliases (
  tailnet bigint not null references tailnet,
  id text not null,
  target text not null,
  body text not null,
  source_row text,
  primary key (tailnet, id)
);

-- One row for each commit: what a replica that was away applies to catch up.
create table change_log (
  tailnet bigint not null references tailnet,
  version bigint not null,
  batch uuid not null,
  at timestamptz not null,
  payload text not null,
  primary key (tailnet, version)
);

create table audit (
  id bigint generated always as identity primary key,
  tailnet bigint not null references tailnet,
  at timestamptz not null,
  actor text not null,
  address text not null,
  operation text not null,
  object text not null,
  outcome text not null
);
