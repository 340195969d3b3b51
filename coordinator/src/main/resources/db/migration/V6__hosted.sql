-- What a hosted plane kept for a tailnet and has no counterpart here: services, webhooks,
-- contacts and the like, kept as data. The id is TYPE/ID.
create table hosted_objects (
  tailnet bigint not null references tailnet,
  id text not null,
  body text not null,
  source_row text,
  primary key (tailnet, id)
);

-- The move away from that plane is a setting too: one per tailnet.
alter table settings drop constraint settings_id_check;
alter table settings add constraint settings_id_check
  check (id in ('server', 'dns', 'derp', 'transition'));
