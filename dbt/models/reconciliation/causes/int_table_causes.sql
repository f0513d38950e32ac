-- One row per failed verdict that a whole table explains: its figures stand in the wrong rows or columns, in another unit,
-- or are not its own. Every verdict is put to that of its tables which most failed verdicts look at; a table with several
-- unrelated differences, or whose figures stand elsewhere in it, is one cause, and what is said about it follows.
with policy as (

    select
        max(value) filter (where policy_code = 'out_of_step_places') as out_of_step_places,
        max(value) filter (where policy_code = 'moved_figures') as moved_figures,
        max(value) filter (where policy_code = 'unit_slip_matches') as unit_slip_matches,
        max(value) filter (where policy_code = 'unit_slip_percent') as unit_slip_percent
    from {{ ref('cause_policy') }}

),

verdicts as (

    select * from {{ ref('int_rule_verdicts') }} where status = 'fail'

),

assigned as (

    select * from {{ ref('int_blamed_tables') }}

),

looked_at as (

    select * from {{ ref('int_failure_cells') }}

),

-- ------------------------------------------------------------------ another unit
compared as (

    select
        assigned.document_id,
        assigned.table_code,
        assigned.rule_id,
        assigned.subject,
        assigned.is_arithmetic,
        if(assigned.is_arithmetic, assigned.own_sum, -verdicts.right_amount) as own_sum,
        if(
            assigned.is_arithmetic, verdicts.difference - assigned.own_sum, verdicts.left_amount
        ) as other_sum,
        verdicts.tolerance,
        greatest(assigned.own_cells, 1) as own_cells
    from assigned
    inner join verdicts
        on assigned.document_id = verdicts.document_id
        and assigned.rule_id = verdicts.rule_id
        and assigned.subject = verdicts.subject
    inner join {{ ref('rule_catalog') }} as rules on assigned.rule_id = rules.rule_id
    where not assigned.is_own or rules.check_kind = 'claim'

),

scaled as (

    select
        compared.document_id,
        compared.table_code,
        powers.power,
        count(*) as matches,
        bool_or(compared.is_arithmetic) as is_between_tables
    from compared
    cross join (
        values
        {%- for power in [2, 3, 4, 6, 8] %}
        ({{ power }}, cast(1{{ '0' * power }} as decimal(12, 0))),
        (-{{ power }}, cast(1{{ '0' * power }} as decimal(12, 0))){{ ',' if not loop.last }}
        {%- endfor %}
    ) as powers (power, factor)
    where compared.own_sum <> 0
      and compared.other_sum <> 0
      and case
        -- Digits of a larger unit were rounded in it.
        when powers.power > 0
            then abs(cast(compared.own_sum as decimal(26, 2)) * powers.factor + compared.other_sum)
                <= (compared.tolerance + cast(0.005 as decimal(4, 3)) * compared.own_cells) * powers.factor
        else abs(cast(compared.own_sum as decimal(26, 2)) + cast(compared.other_sum as decimal(26, 2)) * powers.factor)
            <= (compared.tolerance + cast(0.005 as decimal(4, 3))) * powers.factor
    end
    group by compared.document_id, compared.table_code, powers.power
    qualify row_number() over (
        partition by compared.document_id, compared.table_code order by matches desc, abs(powers.power), powers.power
    ) = 1

),

comparable as (

    select document_id, table_code, count(*) filter (where own_sum <> 0 and other_sum <> 0) as comparisons
    from compared
    group by document_id, table_code

),

unit_slips as (

    select scaled.*
    from scaled
    inner join comparable
        on scaled.document_id = comparable.document_id
        and scaled.table_code = comparable.table_code
    cross join policy
    where scaled.matches >= policy.unit_slip_matches
      and 100 * scaled.matches >= policy.unit_slip_percent * comparable.comparisons

),

-- ------------------------------------------------------------------ figures that stand elsewhere
-- What a cell would have to print for an equality to hold.
wanted as (

    select distinct
        assigned.document_id,
        assigned.table_code,
        looked_at.row_no,
        looked_at.row_key,
        looked_at.column_code,
        cast(looked_at.printed_value - verdicts.difference * looked_at.slope as decimal(28, 2)) as wanted_value
    from assigned
    inner join looked_at
        on assigned.document_id = looked_at.document_id
        and assigned.rule_id = looked_at.rule_id
        and assigned.subject = looked_at.subject
        and assigned.table_code = looked_at.table_code
    inner join verdicts
        on assigned.document_id = verdicts.document_id
        and assigned.rule_id = verdicts.rule_id
        and assigned.subject = verdicts.subject
    inner join {{ ref('rule_catalog') }} as rules on assigned.rule_id = rules.rule_id
    where rules.relation = '=' and abs(looked_at.slope) = 1

),

placed as (

    select
        document_id,
        table_code,
        row_no,
        row_key,
        column_code,
        cast(check_value as decimal(28, 2)) as printed_value,
        dense_rank() over (partition by document_id, table_code order by row_no) as place
    from {{ ref('fct_cells') }}
    semi join assigned using (document_id, table_code)

),

found as (

    select
        wanted.document_id,
        wanted.table_code,
        wanted.row_no,
        wanted.column_code,
        others.column_code as other_column_code,
        others.place - own.place as rows_off
    from wanted
    inner join placed as own
        on wanted.document_id = own.document_id
        and wanted.table_code = own.table_code
        and wanted.row_no = own.row_no
        and wanted.column_code = own.column_code
    inner join placed as others
        on wanted.document_id = others.document_id
        and wanted.table_code = others.table_code
        and wanted.wanted_value = others.printed_value
        and (wanted.column_code = others.column_code) <> (wanted.row_no = others.row_no)
    where wanted.wanted_value <> 0
      -- The only item of a section prints what the section prints: that is no other place.
      and not starts_with(wanted.row_key, others.row_key)
      and not starts_with(others.row_key, wanted.row_key)
      and 'total' not in (wanted.row_key, others.row_key)
      or (wanted.wanted_value <> 0 and wanted.row_no = others.row_no)

),

-- Per table the distance at which most of them stand.
slides as (

    select
        document_id,
        table_code,
        rows_off,
        count(distinct (row_no, column_code)) as figures,
        count(distinct column_code) as columns,
        min(column_code) as column_code
    from found
    where rows_off <> 0
    group by document_id, table_code, rows_off
    qualify row_number() over (partition by document_id, table_code order by figures desc, abs(rows_off), rows_off) = 1

),

mirrored as (

    select
        document_id,
        table_code,
        least(column_code, other_column_code) as one_column,
        greatest(column_code, other_column_code) as other_column,
        count(distinct (row_no, column_code)) filter (where column_code < other_column_code) as there,
        count(distinct (row_no, column_code)) filter (where column_code > other_column_code) as back
    from found
    where rows_off = 0
    group by document_id, table_code, one_column, other_column
    having there > 1 and back > 1
    qualify row_number() over (partition by document_id, table_code order by there + back desc, one_column, other_column) = 1

),

exchanges as (

    select *
    from (
        select document_id, table_code, one_column, other_column, true as is_mended from {{ ref('int_exchanged_columns') }}
        union all
        select document_id, table_code, one_column, other_column, false as is_mended from mirrored
    )
    qualify row_number() over (partition by document_id, table_code order by is_mended desc) = 1

),

-- ------------------------------------------------------------------ which tables are out of step
tables as (

    select
        document_id,
        table_code,
        count(*) as verdicts,
        count(distinct cause_name) filter (where is_arithmetic) as places,
        count(distinct cause_name) as all_places,
        bool_or(is_arithmetic and not is_tie) as is_table_certain,
        -- Two cells of one row that are wrong for themselves: the row is, not each of them.
        if(
            count(distinct cause_row_no) = 1 and coalesce(bool_and(cause_row_no is not null) filter (where is_arithmetic), false),
            min(cause_row_no), null
        ) as row_no
    from assigned
    group by document_id, table_code

),

named as (

    select
        tables.*,
        unit_slips.power,
        unit_slips.matches,
        unit_slips.is_between_tables,
        slides.rows_off,
        if(slides.columns = 1, slides.column_code, null) as slid_column,
        exchanges.one_column,
        exchanges.other_column,
        case
            when unit_slips.power is not null then 'unit'
            when exchanges.one_column is not null and (tables.places > 1 or exchanges.is_mended) then 'exchanged'
            when slides.figures >= policy.moved_figures and tables.places > 1 then 'slid'
            when tables.row_no is not null and tables.places > 1 then 'row'
            when tables.places >= policy.out_of_step_places then 'unknown'
        end as cause_kind
    from tables
    cross join policy
    -- Misses: tables in their own unit, without figures in other rows or columns.
    left join unit_slips
        on tables.document_id = unit_slips.document_id
        and tables.table_code = unit_slips.table_code
    left join slides
        on tables.document_id = slides.document_id
        and tables.table_code = slides.table_code
    left join exchanges
        on tables.document_id = exchanges.document_id
        and tables.table_code = exchanges.table_code
    where tables.all_places > 1 or (exchanges.is_mended and tables.verdicts > 1)

),

table_units as (

    select document_id, table_code, min(printed_unit) as printed_unit
    from {{ ref('fct_cells') }}
    semi join assigned using (document_id, table_code)
    where value_kind = 'money' and printed_unit <> ''
    group by document_id, table_code

),

column_names as (

    select documents.document_id, columns.table_code, columns.column_code, min(columns.column_label) as column_label
    from {{ ref('dim_document') }} as documents
    inner join {{ ref('dim_table_column') }} as columns on documents.form = columns.form
    group by documents.document_id, columns.table_code, columns.column_code

),

row_labels as (

    select document_id, table_code, row_no, max(concat_ws(' ', account_code, printed_label)) as row_label
    from {{ ref('fct_cells') }}
    semi join assigned using (document_id, table_code)
    group by document_id, table_code, row_no

),

described as (

    select
        named.*,
        case named.cause_kind
            when 'unit' then
                tables_of_document.table_zh || '整表的金额与其他表和正文相差 1' || repeat('0', abs(named.power)) || ' 倍('
                || named.matches || ' 处都是这个倍数):表头写“' || coalesce(table_units.printed_unit, '') || '”,数字像是按'
                || case
                    when named.power = 4 and table_units.printed_unit = '元' then '“万元”'
                    when named.power = -4 and table_units.printed_unit = '万元' then '“元”'
                    else '另一单位'
                end || '填的'
            when 'exchanged' then
                tables_of_document.table_zh || '的“' || coalesce(one.column_label, named.one_column) || '”与“'
                || coalesce(other.column_label, named.other_column) || '”两栏的数像是互换了'
            when 'slid' then
                tables_of_document.table_zh || coalesce('“' || slid.column_label || '”栏', '') || '的数与科目错开:多处应填的数印在'
                || case when named.rows_off > 0 then '下' else '上' end || '方第 ' || abs(named.rows_off) || ' 行'
            when 'row' then
                tables_of_document.table_zh || '“' || coalesce(row_labels.row_label, '') || '”一行有不止一个数不对:可能错栏,或整行取自别处'
            else
                tables_of_document.table_zh || '有多处互不相干的不符:可能错行、错栏,或填了另一张表的数'
        end || '。改正后再看其余' as cause_zh
    from named
    inner join {{ ref('fct_document_tables') }} as tables_of_document
        on named.document_id = tables_of_document.document_id
        and named.table_code = tables_of_document.table_code
    -- Misses: what the cause does not name.
    left join table_units
        on named.document_id = table_units.document_id
        and named.table_code = table_units.table_code
    left join column_names as one
        on named.document_id = one.document_id
        and named.table_code = one.table_code
        and named.one_column = one.column_code
    left join column_names as other
        on named.document_id = other.document_id
        and named.table_code = other.table_code
        and named.other_column = other.column_code
    left join column_names as slid
        on named.document_id = slid.document_id
        and named.table_code = slid.table_code
        and named.slid_column = slid.column_code
    left join row_labels
        on named.document_id = row_labels.document_id
        and named.table_code = row_labels.table_code
        and named.row_no = row_labels.row_no
    where named.cause_kind is not null

),

final as (

    select
        assigned.document_id,
        assigned.rule_id,
        assigned.subject,
        described.table_code,
        described.cause_kind,
        described.is_table_certain,
        described.cause_zh
    from assigned
    inner join described
        on assigned.document_id = described.document_id
        and assigned.table_code = described.table_code

)

select * from final
