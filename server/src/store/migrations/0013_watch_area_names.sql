-- An area of an entry has a name beside its ring.
update watch_entry set areas = (
  select jsonb_agg(jsonb_build_object('name', '–', 'ring', ring) order by n)
  from jsonb_array_elements(areas) with ordinality as one (ring, n))
where jsonb_array_length(areas) > 0;
