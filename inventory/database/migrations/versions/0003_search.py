"""search: what is searched of each item, kept by triggers in the transaction that changes the item

Two tables, because they are written by different hands: `search_text` by the triggers below, `search_document` also by
the embedder. Filling in a vector therefore never touches the full-text index.

Locks: a change of an item first locks the names that it uses (tags, the places above it) FOR SHARE, then the item's
row in `search_text`, then reads. A renaming holds its name and then locks the rows of the items that use it, by id. So
no row is made from a name that another transaction is changing, and nobody waits in a circle.
"""

from alembic import op

revision = "0003"
down_revision = "0002"

_CONFIGURATIONS = """
-- inventory: any language without accents, English words by their stem.
CREATE TEXT SEARCH CONFIGURATION inventory (COPY = english);
ALTER TEXT SEARCH CONFIGURATION inventory
    ALTER MAPPING FOR asciiword, asciihword, hword_asciipart, word, hword, hword_part
    WITH unaccent, english_stem;

-- inventory_words: the words as they are written, without stop words, for spelling repair.
CREATE TEXT SEARCH DICTIONARY inventory_words (TEMPLATE = simple, STOPWORDS = english);
CREATE TEXT SEARCH CONFIGURATION inventory_words (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION inventory_words
    ALTER MAPPING FOR asciiword, asciihword, hword_asciipart, word, hword, hword_part WITH inventory_words;
"""

_CLEAN = r"""
-- Text as it is indexed and asked for: lower case, no accents, no punctuation that PostgreSQL's parser would take for
-- a path, a host or a sign; 1,5 = 1.5; 6 × 50 = 6x50; 15mm = 15 mm; TN-24 = tn 24 tn24.
CREATE FUNCTION search_clean(given text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE STRICT AS $$
    SELECT regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
        lower(unaccent(translate(given, '×', 'x'))),
        '(\d),(?=\d)', '\1.', 'g'),
        '(\d) ?x ?(?=\d)', '\1x', 'g'),
        '\m([[:alnum:]]{1,4})-([[:alnum:]]+)\M', '\1 \2 \1\2', 'g'),
        '(?:\.(?!\d)|(?<!\d)\.|[^[:alnum:].])+', ' ', 'g'),
        '(?<![a-z])(\d+(?:\.\d+)?)(mm|cm|km|m|ml|cl|l|mg|kg|g|v|kv|a|mah|ah|w|kw|wh|gb|tb|mb|hz|mhz|ghz|pcs|ohm|nm|inch)\M',
        '\1 \2', 'g'),
        '^ +| +$', '', 'g')
$$;

-- A code as it is compared: letters and digits only.
CREATE FUNCTION search_code(given text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE STRICT AS $$
    SELECT regexp_replace(lower(unaccent(given)), '[^[:alnum:]]+', '', 'g')
$$;
"""

_TABLES = """
CREATE TABLE search_text (
    item_id bigint NOT NULL CONSTRAINT pk_search_text PRIMARY KEY
        CONSTRAINT fk_search_text_item_id_item REFERENCES item (id) ON DELETE CASCADE,
    name_norm text NOT NULL,
    codes text[] NOT NULL,
    tsv tsvector NOT NULL,
    words tsvector NOT NULL,
    changed_by bigint NOT NULL -- the transaction's pg_current_xact_id()
);
CREATE INDEX ix_search_text_name_norm ON search_text USING hash (name_norm);
CREATE INDEX ix_search_text_codes ON search_text USING gin (codes);
CREATE INDEX ix_search_text_tsv ON search_text USING gin (tsv);
CREATE INDEX ix_search_text_changed_by ON search_text (changed_by);

CREATE TABLE search_document (
    item_id bigint NOT NULL CONSTRAINT pk_search_document PRIMARY KEY
        CONSTRAINT fk_search_document_item_id_item REFERENCES item (id) ON DELETE CASCADE,
    embedding_text text NOT NULL,
    embedding halfvec(384),
    embedding_model text
);
-- A vector in the row is read without a detour: the exact scan reads them all.
ALTER TABLE search_document ALTER COLUMN embedding SET STORAGE PLAIN;
CREATE INDEX ix_search_document_without_embedding ON search_document (item_id) WHERE embedding IS NULL;
"""

_REBUILD = r"""
-- Locks the places of `given` and all above them, level by level, so that no path changes while it is read.
CREATE FUNCTION search_lock_places(given bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    WHILE cardinality(given) > 0 LOOP
        SELECT array_agg(DISTINCT parent_id) FILTER (WHERE parent_id IS NOT NULL) INTO given
        FROM (SELECT parent_id FROM location WHERE id = ANY (given) ORDER BY id FOR SHARE) AS locked;
    END LOOP;
END
$$;

CREATE FUNCTION search_tags(given bigint) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT string_agg(tag.name, ', ' ORDER BY lower(tag.name))
    FROM item_tag JOIN tag ON tag.id = item_tag.tag_id WHERE item_tag.item_id = given
$$;

CREATE FUNCTION search_places(given bigint) RETURNS text
LANGUAGE sql STABLE AS $$
    WITH RECURSIVE place AS (
        SELECT parent_id, name FROM location WHERE id = given
        UNION ALL
        SELECT above.parent_id, above.name FROM place JOIN location AS above ON above.id = place.parent_id
    )
    SELECT string_agg(name, ' ') FROM place
$$;

-- Makes the rows of these items anew. The caller has locked the names that they use.
CREATE FUNCTION search_write(ids bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    changed bigint;
BEGIN
    -- In its own statement: what follows then sees what the holders of these locks have committed.
    PERFORM FROM search_text WHERE item_id = ANY (ids) ORDER BY item_id FOR UPDATE;
    DELETE FROM search_document USING item
    WHERE item_id = item.id AND item.id = ANY (ids) AND item.deleted_at IS NOT NULL;
    DELETE FROM search_text USING item
    WHERE item_id = item.id AND item.id = ANY (ids) AND item.deleted_at IS NOT NULL;

    WITH cleaned AS MATERIALIZED (
        SELECT item.id, search_clean(item.name) AS name,
            search_clean(concat_ws(' ', search_tags(item.id), item.sku)) AS tags,
            search_clean(item.description) AS description,
            search_clean(concat_ws(' ', search_places(item.location_id), item.notes, details.text)) AS rest,
            array_remove(coalesce(details.codes, '{}') || search_code(item.sku) || search_code(item.import_ref), NULL)
                AS codes
        FROM item
        LEFT JOIN LATERAL (
            SELECT string_agg(key || ' ' || value, ' ') AS text,
                array_agg(search_code(value)) FILTER (WHERE length(value) <= 64 AND value ~ '\d') AS codes
            FROM jsonb_each_text(item.attributes)
        ) AS details ON item.attributes <> '{}'
        WHERE item.id = ANY (ids) AND item.deleted_at IS NULL
    )
    INSERT INTO search_text AS old (item_id, name_norm, codes, tsv, words, changed_by)
    SELECT id, name, codes,
        setweight(to_tsvector('inventory', name), 'A') || setweight(to_tsvector('inventory', tags), 'B')
            || setweight(to_tsvector('inventory', description), 'C')
            || setweight(to_tsvector('inventory', left(rest, 100000)), 'D'),
        strip(to_tsvector('inventory_words', concat_ws(' ', name, tags, description, left(rest, 100000)))),
        pg_current_xact_id()::text::bigint
    FROM cleaned ORDER BY id
    ON CONFLICT (item_id) DO UPDATE SET (name_norm, codes, tsv, words, changed_by) =
        (excluded.name_norm, excluded.codes, excluded.tsv, excluded.words, excluded.changed_by)
    WHERE (old.name_norm, old.codes, old.tsv, old.words) IS DISTINCT FROM
        (excluded.name_norm, excluded.codes, excluded.tsv, excluded.words);

    -- Name and description tell the meaning; tags stand in for a missing description. Tags beside a description, and
    -- places, made results worse (nDCG@10 .779 -> .754 and .769), and a renamed place would need new vectors.
    INSERT INTO search_document AS old (item_id, embedding_text)
    SELECT id, concat_ws(E'\n', name, coalesce(nullif(description, ''), search_tags(id)))
    FROM item WHERE id = ANY (ids) AND deleted_at IS NULL ORDER BY id
    ON CONFLICT (item_id) DO UPDATE SET
        embedding_text = excluded.embedding_text, embedding = NULL, embedding_model = NULL
    WHERE old.embedding_text <> excluded.embedding_text;
    GET DIAGNOSTICS changed = ROW_COUNT;
    IF changed > 0 THEN
        NOTIFY search_document_changed;
    END IF;
END
$$;

-- For items that changed: locks the names that they use, then makes their rows anew.
CREATE FUNCTION search_refresh(ids bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF cardinality(ids) > 0 THEN
        PERFORM FROM tag
        WHERE id IN (SELECT tag_id FROM item_tag WHERE item_id = ANY (ids)) ORDER BY id FOR SHARE;
        PERFORM search_lock_places(
            ARRAY (SELECT DISTINCT location_id FROM item WHERE id = ANY (ids) AND location_id IS NOT NULL));
        PERFORM search_write(ids);
    END IF;
END
$$;
"""

# One trigger a statement, not a row: an import of thousands of rows makes a handful of calls.
_TRIGGERS = """
CREATE FUNCTION search_item_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM search_refresh(ARRAY (SELECT id FROM new_rows ORDER BY id));
    RETURN NULL;
END $$;
CREATE FUNCTION search_item_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM search_refresh(ARRAY (
        SELECT id FROM new_rows AS a JOIN old_rows AS b USING (id)
        WHERE (a.name, a.description, a.notes, a.sku, a.import_ref, a.location_id, a.attributes, a.deleted_at)
            IS DISTINCT FROM
            (b.name, b.description, b.notes, b.sku, b.import_ref, b.location_id, b.attributes, b.deleted_at)
        ORDER BY id));
    RETURN NULL;
END $$;
CREATE FUNCTION search_item_tag_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM search_refresh(ARRAY (SELECT DISTINCT item_id FROM new_rows ORDER BY item_id));
    RETURN NULL;
END $$;
CREATE FUNCTION search_item_tag_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM search_refresh(ARRAY (SELECT item_id FROM new_rows UNION SELECT item_id FROM old_rows ORDER BY item_id));
    RETURN NULL;
END $$;
CREATE FUNCTION search_item_tag_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM search_refresh(ARRAY (SELECT DISTINCT item_id FROM old_rows ORDER BY item_id));
    RETURN NULL;
END $$;
CREATE FUNCTION search_tag_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM search_write(ARRAY (
        SELECT DISTINCT item_id FROM new_rows AS a JOIN old_rows AS b USING (id) JOIN item_tag ON tag_id = id
        WHERE a.name <> b.name ORDER BY item_id));
    RETURN NULL;
END $$;
CREATE FUNCTION search_location_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM search_write(ARRAY (
        WITH RECURSIVE below (id) AS (
            SELECT id FROM new_rows AS a JOIN old_rows AS b USING (id)
            WHERE (a.name, a.parent_id) IS DISTINCT FROM (b.name, b.parent_id)
            UNION
            SELECT location.id FROM below JOIN location ON location.parent_id = below.id
        )
        SELECT item.id FROM below JOIN item ON item.location_id = below.id ORDER BY item.id));
    RETURN NULL;
END $$;

CREATE TRIGGER search_inserted AFTER INSERT ON item REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_item_inserted();
CREATE TRIGGER search_updated AFTER UPDATE ON item REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_item_updated();
CREATE TRIGGER search_inserted AFTER INSERT ON item_tag REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_item_tag_inserted();
CREATE TRIGGER search_updated AFTER UPDATE ON item_tag REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_item_tag_updated();
CREATE TRIGGER search_deleted AFTER DELETE ON item_tag REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_item_tag_deleted();
CREATE TRIGGER search_updated AFTER UPDATE ON tag REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_tag_updated();
CREATE TRIGGER search_updated AFTER UPDATE ON location REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_location_updated();
"""


def upgrade() -> None:
    for script in (_CONFIGURATIONS, _CLEAN, _TABLES, _REBUILD, _TRIGGERS):
        op.get_bind().exec_driver_sql(script)
    # A thousand at a time, as an import would.
    op.get_bind().exec_driver_sql(
        """
        SELECT search_refresh(ids) FROM (
            SELECT array_agg(id ORDER BY id) AS ids FROM (SELECT id, row_number() OVER (ORDER BY id) / 1000 AS part
            FROM item WHERE deleted_at IS NULL) AS numbered GROUP BY part) AS parts
        """
    )
