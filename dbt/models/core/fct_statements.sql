-- One row per thing that the narrative says without a figure of its own, with a key that stays the same in a revision
-- that says the same.
select
    statements.*,
    concat_ws(
        '|', topic, statement_kind, coalesce(nullif(account_code, ''), nullif(subject, '')), nullif(base, ''), 's' || statement_no
    ) as statement_key
from {{ ref('stg_raw__statements') }} as statements
