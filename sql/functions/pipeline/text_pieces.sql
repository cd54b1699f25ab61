-- A text in pieces of at most `most` characters, cut between words where there are any; blank ones
-- are left out. A tsvector holds a megabyte at most, and a place in a long text is no place.
create or replace function mediaq.text_pieces(content text, most integer) returns setof text
language plpgsql immutable
as $$
declare
  rest text := content;
  piece text;
  word integer;
begin
  while rest <> '' loop
    piece := left(rest, most);
    if length(piece) = most then
      word := length(substring(piece from '.*\s'));
      piece := left(piece, coalesce(nullif(word, 0), most));
    end if;
    rest := substr(rest, length(piece) + 1);
    if piece ~ '\S' then
      return next piece;
    end if;
  end loop;
end
$$;

-- A whole number in a JSON document, if it is one that makes sense as a time or a page.
create or replace function mediaq.json_count(value jsonb) returns bigint
language sql immutable
as $$
select case when jsonb_typeof(value) = 'number' and value::numeric between 0 and 2147483647
  then round(value::numeric)::bigint end
$$;
