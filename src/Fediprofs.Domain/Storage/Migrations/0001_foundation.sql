-- The shared tables. Marten keeps events and small documents in the schema "events"; what local and remote share is here.
-- Every text, jsonb or bytea column has an eraser declared in its slice (Privacy/ErasedColumns).

create sequence node_numbers;

-- Random secrets of this instance (the key of the handles' hashes), made once.
create table secrets (
    name text primary key,
    value bytea not null
);

-- Names are never given twice: the row outlives the actor. Only a keyed hash of the normalised handle is kept.
create table handles (
    key uuid primary key,
    actor bigint,
    confirmed_at timestamptz not null
);

create table actors (
    id bigint primary key,
    uri text not null,
    uri_key uuid not null unique,
    local boolean not null,
    kind smallint not null,                 -- ActorKind
    username text not null,
    domain text not null,                   -- '' for this instance
    url text,
    display_name text not null default '',
    summary text not null default '',       -- sanitised HTML
    summary_source text,                    -- local people: as written
    avatar_url text,
    avatar_alt text,
    header_url text,
    header_alt text,
    fields jsonb not null default '[]',     -- [{name, value}]
    emojis jsonb not null default '[]',     -- [{shortcode, url}]
    inbox text,
    shared_inbox text,
    outbox text,
    followers_uri text,
    following_uri text,
    featured_uri text,
    also_known_as text[] not null default '{}',
    moved_to text,
    locked boolean not null default false,
    discoverable boolean not null default false,
    indexable boolean not null default false,
    hides_collections boolean not null default false,
    academie text,                          -- curriculum keys, local people
    teaching_role text,
    subjects text[] not null default '{}',
    levels text[] not null default '{}',
    created_at timestamptz not null,
    updated_at timestamptz,                 -- as the origin says; newer wins
    fetched_at timestamptz,
    suspended_at timestamptz,
    deleted_at timestamptz,                 -- a tombstone: never filled again
    followers_count int not null default 0,
    following_count int not null default 0,
    statuses_count int not null default 0,
    last_post_at timestamptz,
    remote_followers_count int,
    remote_following_count int,
    remote_statuses_count int
);
create unique index actors_handle on actors (lower(username), domain) where deleted_at is null;
create index actors_domain on actors (domain) where domain <> '';
create index actors_shared_inbox on actors (shared_inbox) where shared_inbox is not null;
create index actors_inbox on actors (inbox) where inbox is not null and not local;
create index actors_directory on actors (id desc) where discoverable and deleted_at is null;
-- Counters and last_post_at stand in no index, so that updating them stays within the page.
alter table actors set (fillfactor = 80);

create table actor_keys (
    key_id_key uuid primary key,            -- hash of the key's id
    key_id text not null,
    actor bigint not null references actors on delete cascade,
    algorithm smallint not null,            -- 1 RSA (SPKI DER), 2 Ed25519 (raw)
    public_key bytea not null,
    fetched_at timestamptz not null
);
create index actor_keys_actor on actor_keys (actor);

-- Private halves of local actors' keys. Never in events, logs or exports.
create table signing_keys (
    actor bigint primary key,
    rsa_private bytea not null,             -- PKCS#8 DER
    ed25519_private bytea not null,         -- raw seed
    created_at timestamptz not null
);

create table credentials (
    account bigint primary key,
    email text not null,
    email_key text not null unique,         -- lower case
    password_hash text,
    confirmed_at timestamptz,
    failed_attempts int not null default 0,
    locked_until timestamptz,
    locale text not null default 'fr',
    security_stamp uuid not null            -- changes with the password: ends sessions
);

create table accounts (
    id bigint primary key,                  -- the actor's id
    role smallint not null,                 -- AccountRole
    opened_at timestamptz not null,
    suspended_at timestamptz,
    default_visibility smallint not null default 0,
    default_language text
);

create table follows (
    follower bigint not null,
    followed bigint not null,
    id bigint not null unique,
    state smallint not null,                -- 0 requested, 1 accepted
    activity_uri text,                      -- id of the Follow; what Accept, Reject and Undo name
    activity_key uuid,
    show_boosts boolean not null default true,
    notify boolean not null default false,
    created_at timestamptz not null,
    primary key (follower, followed)
);
create index follows_followed on follows (followed, state, id desc) include (follower);
create index follows_follower on follows (follower, state, id desc) include (followed, show_boosts);
create index follows_activity on follows (activity_key) where activity_key is not null;

create table blocks (
    actor bigint not null,
    target bigint not null,
    id bigint not null unique,
    activity_uri text,
    activity_key uuid,
    created_at timestamptz not null,
    primary key (actor, target)
);
create index blocks_target on blocks (target);
create index blocks_activity on blocks (activity_key) where activity_key is not null;

create table mutes (
    actor bigint not null,
    target bigint not null,
    id bigint not null unique,
    hide_notifications boolean not null,
    expires_at timestamptz,
    created_at timestamptz not null,
    primary key (actor, target)
);

create table posts (
    id bigint primary key,
    uri text not null,
    uri_key uuid not null unique,
    url text,
    author bigint not null references actors,
    local boolean not null,
    kind smallint not null,                 -- PostKind
    visibility smallint not null,           -- Visibility
    in_reply_to bigint,
    in_reply_to_uri text,
    in_reply_to_key uuid,
    in_reply_to_author bigint,
    thread bigint not null,                 -- id of the first known post of the thread
    context_uri text,                       -- remote context or conversation, if any
    title text,
    content text not null,                  -- sanitised HTML
    source text,                            -- local posts: as written
    spoiler text not null default '',
    sensitive boolean not null default false,
    language text,
    tags text[] not null default '{}',      -- normalised hashtags
    tag_names text[] not null default '{}', -- the same, as displayed
    mentions jsonb not null default '[]',   -- [{actor, uri, username, domain, url}]
    attachments jsonb not null default '[]',
    emojis jsonb not null default '[]',
    poll jsonb,
    replies_uri text,
    is_question boolean not null default false,
    question_state smallint,                -- QuestionState
    subjects text[] not null default '{}',
    levels text[] not null default '{}',
    kept_answers text[] not null default '{}', -- URIs
    duplicate_of text,
    is_answer boolean not null default false,
    published_at timestamptz not null,
    edited_at timestamptz,
    updated_at timestamptz,                 -- as the origin says; newer wins
    structure_at timestamptz,               -- of the last silent Update; newer wins
    fetched_at timestamptz,
    version int not null default 1
);
create index posts_author on posts (author, id desc);
create index posts_in_reply_to on posts (in_reply_to, id) where in_reply_to is not null;
create index posts_orphans on posts (in_reply_to_key) where in_reply_to is null and in_reply_to_key is not null;
create index posts_thread on posts (thread, id);
create index posts_tags on posts using gin (tags) where visibility = 0;
create index posts_questions on posts (id desc) where is_question and visibility = 0;

create table post_mentions (
    post bigint not null references posts on delete cascade,
    actor bigint not null,
    silent boolean not null default false,  -- addressed without a Mention tag
    primary key (post, actor)
);
create index post_mentions_actor on post_mentions (actor, post desc);

create table post_edits (
    post bigint not null references posts on delete cascade,
    number int not null,
    at timestamptz not null,
    title text,
    content text not null,
    spoiler text not null,
    sensitive boolean not null,
    attachments jsonb not null default '[]',
    primary key (post, number)
);

create table post_counts (
    post bigint primary key references posts on delete cascade,
    replies int not null default 0,
    boosts int not null default 0,
    favourites int not null default 0
) with (fillfactor = 70);

-- What timelines list: one row a post (id = post) or boost (id = the boost's).
create table entries (
    id bigint primary key,
    author bigint not null,
    post bigint not null references posts on delete cascade,
    kind smallint not null,                 -- 0 post, 1 boost, 2 reply (a post that answers somebody else)
    visibility smallint not null,
    local boolean not null
);
create index entries_author on entries (author, id desc) include (post, kind, visibility);
create index entries_public on entries (id desc) where visibility = 0 and kind <> 1;
create index entries_public_local on entries (id desc) where visibility = 0 and kind <> 1 and local;
create index entries_post on entries (post);

create table reactions (
    actor bigint not null,
    post bigint not null references posts on delete cascade,
    kind smallint not null,                 -- ReactionKind: 1 boost, 2 favourite, 3 bookmark
    id bigint not null,
    visibility smallint not null default 0, -- boosts
    activity_uri text,
    activity_key uuid,
    created_at timestamptz not null,
    primary key (post, kind, actor)
);
create index reactions_actor on reactions (actor, kind, id desc) include (post);
create index reactions_activity on reactions (activity_key) where activity_key is not null;
create unique index reactions_id on reactions (id);

-- Ids that may never come back: deleted posts and actors, undone activities.
create table tombstones (
    uri_key uuid primary key,
    at timestamptz not null
);

create table notifications (
    id bigint primary key,
    account bigint not null,
    kind smallint not null,                 -- NotificationKind
    actor bigint not null,
    post bigint references posts on delete cascade,
    at timestamptz not null
);
create index notifications_account on notifications (account, id desc);
create unique index notifications_once on notifications (account, kind, actor, coalesce(post, 0));
create index notifications_post on notifications (post) where post is not null;

-- What slices react to. Ids only. Consumers read (xid, seq) beyond their cursor and below the oldest running transaction.
create table changes (
    seq bigint generated always as identity primary key,
    xid xid8 not null default pg_current_xact_id(),
    kind smallint not null,                 -- ChangeKind
    actor bigint not null,
    post bigint,
    related bigint,
    at timestamptz not null
);
create index changes_xid on changes (xid, seq);
create table change_cursors (
    consumer text primary key,
    xid xid8 not null,
    seq bigint not null
);

-- The inbox. Exact bytes, in order of arrival.
create table inbox_seen (
    key bytea primary key,                  -- SHA-256 of actor, activity id and body digest
    at timestamptz not null
);
create index inbox_seen_at on inbox_seen using brin (at);
create table inbox_journal (
    seq bigint generated always as identity primary key,
    actor_uri text not null,                -- the proven signer
    lane smallint not null,
    received_at timestamptz not null,
    body bytea not null
);
create index inbox_journal_received on inbox_journal using brin (received_at);
create table inbox_pending (
    lane smallint not null,
    seq bigint not null,
    primary key (lane, seq)
);
create table inbox_waiting (
    seq bigint primary key,
    lane smallint not null,
    wants text not null,                    -- the URI that is fetched first
    attempts int not null default 0,
    next_at timestamptz not null
);
create index inbox_waiting_next on inbox_waiting (next_at);
create table inbox_failed (
    seq bigint primary key,
    lane smallint not null,
    error text not null,
    attempts int not null,
    at timestamptz not null
);
create table leases (
    name text primary key,                  -- 'lane:12', 'outbox', …
    owner uuid,
    until timestamptz not null,
    epoch bigint not null default 0
);
create table nodes (
    id uuid primary key,
    seen_at timestamptz not null
);

-- What this instance has to say. Written in the transaction of what it announces.
create table outgoing (
    id bigint primary key,
    kind smallint not null,                 -- OutgoingKind
    actor bigint not null,                  -- who signs
    subject bigint not null,                -- the post, boost, follow … it is about; order is kept per subject and host
    target bigint,                          -- the actor it is sent to, where there is one
    uri text not null,                      -- the activity's id
    detail jsonb,                           -- what cannot be read back later (ids of what is undone or deleted)
    at timestamptz not null
);
create table outgoing_body (
    id bigint primary key,
    actor bigint not null,
    subject bigint not null,
    body bytea not null,
    at timestamptz not null,
    total int not null,
    delivered int not null default 0,
    failed int not null default 0
);
create index outgoing_body_subject on outgoing_body (subject);
create table delivery (
    host text not null,
    id bigint not null,
    inbox text not null,
    subject bigint not null,
    attempts int not null default 0,
    primary key (host, id, inbox)
);
create index delivery_id on delivery (id);
create table delivery_host (
    host text primary key,
    next_at timestamptz,                    -- null: nothing queued
    owner uuid,
    until timestamptz,
    epoch bigint not null default 0,
    failures int not null default 0,
    first_failure_at timestamptz,
    last_error text
);
create index delivery_host_next on delivery_host (next_at) where next_at is not null;

-- POST with the same Idempotency-Key gives the same status.
create table idempotency (
    account bigint not null,
    key text not null,
    post bigint not null,
    at timestamptz not null,
    primary key (account, key)
);
