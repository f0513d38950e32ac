-- One row per heading, title, note, or phrase of the form left in.
select * from {{ ref('stg_raw__headings') }}
