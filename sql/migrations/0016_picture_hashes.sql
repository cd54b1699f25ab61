-- depends: 0008_contracts
-- Perceptual hashes of pictures, so that the database finds those that look alike.

create table mediaq.picture_hashes (
  asset_id uuid primary key references mediaq.media_assets (id) on delete cascade,
  owner text not null,
  hash bigint not null check (hash >= 0)
);
comment on table mediaq.picture_hashes is
  'A perceptual hash of every picture that was analysed; written by picture_seen.';

-- Of five bands of bits, hashes that differ in at most four bits have one in common.
create index picture_hashes_band_0 on mediaq.picture_hashes (owner, (hash & 8191));
create index picture_hashes_band_1 on mediaq.picture_hashes (owner, (hash >> 13 & 8191));
create index picture_hashes_band_2 on mediaq.picture_hashes (owner, (hash >> 26 & 8191));
create index picture_hashes_band_3 on mediaq.picture_hashes (owner, (hash >> 39 & 8191));
create index picture_hashes_band_4 on mediaq.picture_hashes (owner, (hash >> 52 & 8191));
