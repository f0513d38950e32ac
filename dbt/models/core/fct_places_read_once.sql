-- Places whose print was read once, from pixels, by the name that verdicts give them: what stands there may agree and
-- accuses nobody. A figure of a table is looked at twice and summed; its label and its code are not.
select document_id, source_locator from {{ ref('stg_raw__claims') }} where read_status = 'unconfirmed'
union
select document_id, source_locator from {{ ref('stg_raw__statements') }} where read_status = 'unconfirmed'
union
select document_id, source_locator from {{ ref('stg_raw__headings') }} where read_status = 'unconfirmed'
union
select document_id, source_locator from {{ ref('fct_cells') }} where is_from_pixels
