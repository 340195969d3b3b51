--
-- PostgreSQL database dump
--


-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: uuid-ossp; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS "uuid-ossp" WITH SCHEMA public;


--
-- Name: EXTENSION "uuid-ossp"; Type: COMMENT; Schema: -; Owner: 
--

COMMENT ON EXTENSION "uuid-ossp" IS 'generate universally unique identifiers (UUIDs)';


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: api_keys; Type: TABLE; Schema: public; Owner: headscale
--

CREATE TABLE public.api_keys (
    id bigint NOT NULL,
    prefix text,
    hash bytea,
    created_at timestamp with time zone,
    expiration timestamp with time zone,
    last_seen timestamp with time zone
);


ALTER TABLE public.api_keys OWNER TO headscale;

--
-- Name: api_keys_id_seq; Type: SEQUENCE; Schema: public; Owner: headscale
--

CREATE SEQUENCE public.api_keys_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE public.api_keys_id_seq OWNER TO headscale;

--
-- Name: api_keys_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: headscale
--

ALTER SEQUENCE public.api_keys_id_seq OWNED BY public.api_keys.id;


--
-- Name: migrations; Type: TABLE; Schema: public; Owner: headscale
--

CREATE TABLE public.migrations (
    id character varying(255) NOT NULL
);


ALTER TABLE public.migrations OWNER TO headscale;

--
-- Name: nodes; Type: TABLE; Schema: public; Owner: headscale
--

CREATE TABLE public.nodes (
    id bigint NOT NULL,
    machine_key text,
    node_key text,
    disco_key text,
    endpoints text,
    host_info text,
    ipv4 text,
    ipv6 text,
    hostname text,
    given_name character varying(63),
    user_id bigint,
    register_method text,
    forced_tags text,
    auth_key_id bigint,
    last_seen timestamp with time zone,
    expiry timestamp with time zone,
    created_at timestamp with time zone,
    updated_at timestamp with time zone,
    deleted_at timestamp with time zone
);


ALTER TABLE public.nodes OWNER TO headscale;

--
-- Name: nodes_id_seq; Type: SEQUENCE; Schema: public; Owner: headscale
--

CREATE SEQUENCE public.nodes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE public.nodes_id_seq OWNER TO headscale;

--
-- Name: nodes_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: headscale
--

ALTER SEQUENCE public.nodes_id_seq OWNED BY public.nodes.id;


--
-- Name: policies; Type: TABLE; Schema: public; Owner: headscale
--

CREATE TABLE public.policies (
    id bigint NOT NULL,
    created_at timestamp with time zone,
    updated_at timestamp with time zone,
    deleted_at timestamp with time zone,
    data text
);


ALTER TABLE public.policies OWNER TO headscale;

--
-- Name: policies_id_seq; Type: SEQUENCE; Schema: public; Owner: headscale
--

CREATE SEQUENCE public.policies_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE public.policies_id_seq OWNER TO headscale;

--
-- Name: policies_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: headscale
--

ALTER SEQUENCE public.policies_id_seq OWNED BY public.policies.id;


--
-- Name: pre_auth_keys; Type: TABLE; Schema: public; Owner: headscale
--

CREATE TABLE public.pre_auth_keys (
    id bigint NOT NULL,
    key text,
    user_id bigint,
    reusable boolean,
    ephemeral boolean DEFAULT false,
    used boolean DEFAULT false,
    tags text,
    created_at timestamp with time zone,
    expiration timestamp with time zone
);


ALTER TABLE public.pre_auth_keys OWNER TO headscale;

--
-- Name: pre_auth_keys_id_seq; Type: SEQUENCE; Schema: public; Owner: headscale
--

CREATE SEQUENCE public.pre_auth_keys_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE public.pre_auth_keys_id_seq OWNER TO headscale;

--
-- Name: pre_auth_keys_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: headscale
--

ALTER SEQUENCE public.pre_auth_keys_id_seq OWNED BY public.pre_auth_keys.id;


--
-- Name: routes; Type: TABLE; Schema: public; Owner: headscale
--

CREATE TABLE public.routes (
    id bigint NOT NULL,
    created_at timestamp with time zone,
    updated_at timestamp with time zone,
    deleted_at timestamp with time zone,
    node_id bigint NOT NULL,
    prefix text,
    advertised boolean,
    enabled boolean,
    is_primary boolean
);


ALTER TABLE public.routes OWNER TO headscale;

--
-- Name: routes_id_seq; Type: SEQUENCE; Schema: public; Owner: headscale
--

CREATE SEQUENCE public.routes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE public.routes_id_seq OWNER TO headscale;

--
-- Name: routes_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: headscale
--

ALTER SEQUENCE public.routes_id_seq OWNED BY public.routes.id;


--
-- Name: users; Type: TABLE; Schema: public; Owner: headscale
--

CREATE TABLE public.users (
    id bigint NOT NULL,
    created_at timestamp with time zone,
    updated_at timestamp with time zone,
    deleted_at timestamp with time zone,
    name text,
    display_name text,
    email text,
    provider_identifier text,
    provider text,
    profile_pic_url text
);


ALTER TABLE public.users OWNER TO headscale;

--
-- Name: users_id_seq; Type: SEQUENCE; Schema: public; Owner: headscale
--

CREATE SEQUENCE public.users_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE public.users_id_seq OWNER TO headscale;

--
-- Name: users_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: headscale
--

ALTER SEQUENCE public.users_id_seq OWNED BY public.users.id;


--
-- Name: api_keys id; Type: DEFAULT; Schema: public; Owner: headscale
--

ALTER TABLE ONLY public.api_keys ALTER COLUMN id SET DEFAULT nextval('public.api_keys_id_seq'::regclass);


--
-- Name: nodes id; Type: DEFAULT; Schema: public; Owner: headscale
--

ALTER TABLE ONLY public.nodes ALTER COLUMN id SET DEFAULT nextval('public.nodes_id_seq'::regclass);


--
-- Name: policies id; Type: DEFAULT; Schema: public; Owner: headscale
--

ALTER TABLE ONLY public.policies ALTER COLUMN id SET DEFAULT nextval('public.policies_id_seq'::regclass);


--
-- Name: pre_auth_keys id; Type: DEFAULT; Schema: public; Owner: headscale
--

ALTER TABLE ONLY public.pre_auth_keys ALTER COLUMN id SET DEFAULT nextval('public.pre_auth_keys_id_seq'::regclass);


--
-- Name: routes id; Type: DEFAULT; Schema: public; Owner: headscale
--

ALTER TABLE ONLY public.routes ALTER COLUMN id SET DEFAULT nextval('public.routes_id_seq'::regclass);


--
-- Name: users id; Type: DEFAULT; Schema: public; Owner: headscale
--

ALTER TABLE ONLY public.users ALTER COLUMN id SET DEFAULT nextval('public.users_id_seq'::regclass);


--
-- Data for Name: api_keys; Type: TABLE DATA; Schema: public; Owner: headscale
--

COPY public.api_keys (id, prefix, hash, created_at, expiration, last_seen) FROM stdin;
\.


--
-- Data for Name: migrations; Type: TABLE DATA; Schema: public; Owner: headscale
--

COPY public.migrations (id) FROM stdin;
202312101416
202312101430
202402151347
2024041121742
202406021630
202409271400
202407191627
202408181235
202501221827
\.


--
-- Data for Name: nodes; Type: TABLE DATA; Schema: public; Owner: headscale
--

COPY public.nodes (id, machine_key, node_key, disco_key, endpoints, host_info, ipv4, ipv6, hostname, given_name, user_id, register_method, forced_tags, auth_key_id, last_seen, expiry, created_at, updated_at, deleted_at) FROM stdin;
\.


--
-- Data for Name: policies; Type: TABLE DATA; Schema: public; Owner: headscale
--

COPY public.policies (id, created_at, updated_at, deleted_at, data) FROM stdin;
\.


--
-- Data for Name: pre_auth_keys; Type: TABLE DATA; Schema: public; Owner: headscale
--

COPY public.pre_auth_keys (id, key, user_id, reusable, ephemeral, used, tags, created_at, expiration) FROM stdin;
\.


--
-- Data for Name: routes; Type: TABLE DATA; Schema: public; Owner: headscale
--

COPY public.routes (id, created_at, updated_at, deleted_at, node_id, prefix, advertised, enabled, is_primary) FROM stdin;
\.


--
-- Data for Name: users; Type: TABLE DATA; Schema: public; Owner: headscale
--

COPY public.users (id, created_at, updated_at, deleted_at, name, display_name, email, provider_identifier, provider, profile_pic_url) FROM stdin;
\.


--
-- Name: api_keys_id_seq; Type: SEQUENCE SET; Schema: public; Owner: headscale
--

SELECT pg_catalog.setval('public.api_keys_id_seq', 1, false);


--
-- Name: nodes_id_seq; Type: SEQUENCE SET; Schema: public; Owner: headscale
--

SELECT pg_catalog.setval('public.nodes_id_seq', 1, false);


--
-- Name: policies_id_seq; Type: SEQUENCE SET; Schema: public; Owner: headscale
--

SELECT pg_catalog.setval('public.policies_id_seq', 1, false);


--
-- Name: pre_auth_keys_id_seq; Type: SEQUENCE SET; Schema: public; Owner: headscale
--

SELECT pg_catalog.setval('public.pre_auth_keys_id_seq', 1, false);


--
-- Name: routes_id_seq; Type: SEQUENCE SET; Schema: public; Owner: headscale
--

SELECT pg_catalog.setval('public.routes_id_seq', 1, false);


--
-- Name: users_id_seq; Type: SEQUENCE SET; Schema: public; Owner: headscale
--

SELECT pg_catalog.setval('public.users_id_seq', 1, false);


--
-- Name: api_keys api_keys_pkey; Type: CONSTRAINT; Schema: public; Owner: headscale
--

ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_pkey PRIMARY KEY (id);


--
-- Name: migrations migrations_pkey; Type: CONSTRAINT; Schema: public; Owner: headscale
--

ALTER TABLE ONLY public.migrations
    ADD CONSTRAINT migrations_pkey PRIMARY KEY (id);


--
-- Name: nodes nodes_pkey; Type: CONSTRAINT; Schema: public; Owner: headscale
--

ALTER TABLE ONLY public.nodes
    ADD CONSTRAINT nodes_pkey PRIMARY KEY (id);


--
-- Name: policies policies_pkey; Type: CONSTRAINT; Schema: public; Owner: headscale
--

ALTER TABLE ONLY public.policies
    ADD CONSTRAINT policies_pkey PRIMARY KEY (id);


--
-- Name: pre_auth_keys pre_auth_keys_pkey; Type: CONSTRAINT; Schema: public; Owner: headscale
--

ALTER TABLE ONLY public.pre_auth_keys
    ADD CONSTRAINT pre_auth_keys_pkey PRIMARY KEY (id);


--
-- Name: routes routes_pkey; Type: CONSTRAINT; Schema: public; Owner: headscale
--

ALTER TABLE ONLY public.routes
    ADD CONSTRAINT routes_pkey PRIMARY KEY (id);


--
-- Name: users users_pkey; Type: CONSTRAINT; Schema: public; Owner: headscale
--

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);


--
-- Name: idx_api_keys_prefix; Type: INDEX; Schema: public; Owner: headscale
--

CREATE UNIQUE INDEX idx_api_keys_prefix ON public.api_keys USING btree (prefix);


--
-- Name: idx_name_no_provider_identifier; Type: INDEX; Schema: public; Owner: headscale
--

CREATE UNIQUE INDEX idx_name_no_provider_identifier ON public.users USING btree (name) WHERE (provider_identifier IS NULL);


--
-- Name: idx_name_provider_identifier; Type: INDEX; Schema: public; Owner: headscale
--

CREATE UNIQUE INDEX idx_name_provider_identifier ON public.users USING btree (name, provider_identifier);


--
-- Name: idx_policies_deleted_at; Type: INDEX; Schema: public; Owner: headscale
--

CREATE INDEX idx_policies_deleted_at ON public.policies USING btree (deleted_at);


--
-- Name: idx_provider_identifier; Type: INDEX; Schema: public; Owner: headscale
--

CREATE UNIQUE INDEX idx_provider_identifier ON public.users USING btree (provider_identifier) WHERE (provider_identifier IS NOT NULL);


--
-- Name: idx_routes_deleted_at; Type: INDEX; Schema: public; Owner: headscale
--

CREATE INDEX idx_routes_deleted_at ON public.routes USING btree (deleted_at);


--
-- Name: idx_users_deleted_at; Type: INDEX; Schema: public; Owner: headscale
--

CREATE INDEX idx_users_deleted_at ON public.users USING btree (deleted_at);


--
-- Name: nodes fk_nodes_auth_key; Type: FK CONSTRAINT; Schema: public; Owner: headscale
--

ALTER TABLE ONLY public.nodes
    ADD CONSTRAINT fk_nodes_auth_key FOREIGN KEY (auth_key_id) REFERENCES public.pre_auth_keys(id) ON DELETE SET NULL;


--
-- Name: routes fk_nodes_routes; Type: FK CONSTRAINT; Schema: public; Owner: headscale
--

ALTER TABLE ONLY public.routes
    ADD CONSTRAINT fk_nodes_routes FOREIGN KEY (node_id) REFERENCES public.nodes(id) ON DELETE CASCADE;


--
-- Name: nodes fk_nodes_user; Type: FK CONSTRAINT; Schema: public; Owner: headscale
--

ALTER TABLE ONLY public.nodes
    ADD CONSTRAINT fk_nodes_user FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;


--
-- Name: pre_auth_keys fk_pre_auth_keys_user; Type: FK CONSTRAINT; Schema: public; Owner: headscale
--

ALTER TABLE ONLY public.pre_auth_keys
    ADD CONSTRAINT fk_pre_auth_keys_user FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;


--
-- PostgreSQL database dump complete
--


