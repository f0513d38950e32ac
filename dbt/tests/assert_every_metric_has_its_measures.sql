-- A metric whose numerator or denominator nothing delivers would be blank everywhere, and nobody would know why.
with known as (

    select unnest({{ metric_measures() }}) as measure

)

select metric_code, numerator_code, denominator_code
from {{ ref('metrics') }}
where numerator_code not in (select measure from known)
   or denominator_code not in (select measure from known)
