-- Erasures that are not at their end yet: keys must sign the last Delete, and what others say still has to go out.
create table erasures (
    actor bigint primary key,
    requested_at timestamptz not null
);
-- What names an erased person and is still needed: its number in the journal (1) or among outgoing bodies (2). No name is kept.
create table erasures_left (
    actor bigint not null,
    kind smallint not null,
    id bigint not null,
    primary key (actor, kind, id)
);
-- Questions of local people with kept answers, to find those that keep a post which is gone.
create index posts_keeping on posts (id) where local and is_question and kept_answers <> '{}';

-- A text without the handle of one local person: in links to the profile page, in mentions with and without the domain.
-- page, handle and domain are regular expressions. People of the same name elsewhere keep theirs.
create function unnamed(value text, page text, handle text, domain text) returns text
language sql immutable strict parallel safe
return regexp_replace(regexp_replace(regexp_replace(regexp_replace(value,
    '(' || page || '@)' || handle || '([^a-z0-9_.>-][^>]*>@<span>)' || handle || '(?=</span>)', '\1…\2…', 'gi'),
    '(' || page || '@)' || handle || '(?![a-z0-9_]|[.-][a-z0-9_])', '\1…', 'gi'),
    '(^|[^/a-z0-9_])@' || handle || '(?=@' || domain || ')', '\1@…', 'gi'),
    '(^|[^/>a-z0-9_])@' || handle || '(?![a-z0-9_@]|[.-][a-z0-9_])', '\1@…', 'gi');
