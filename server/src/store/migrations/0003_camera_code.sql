-- 国标编码 (GB/T 28181-2022 E.1), as the device reports it, and as a person set it over that.
alter table camera
  add column code text check (code ~ '^[0-9]{20}$'),
  add column set_code text check (set_code ~ '^[0-9]{20}$');
