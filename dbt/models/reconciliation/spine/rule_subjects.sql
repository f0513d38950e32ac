-- The spine: one row per document × rule × subject that must get a verdict.
-- Built from the printed keys alone, as the union over all sides of a rule and before any amount is looked at, so
-- that an account missing on one side is a subject all the same. A rule that finds no subject in a document still
-- gets one (subject 'document'): silence is not a verdict.
with document_rules as (

    select * from {{ ref('int_document_rules') }}

),

terms as (

    select * from {{ ref('rule_terms') }}

),

linear as (

    select * from document_rules where check_kind in ('sum', 'copy')

),

subject_roles as (

    select rule_id, unnest(string_split(subject_roles, '|')) as row_role
    from {{ ref('rule_catalog') }}
    where subject_roles is not null

),

subject_column_codes as (

    select rule_id, unnest(string_split(subject_columns, '|')) as column_code
    from {{ ref('rule_catalog') }}
    where subject_columns is not null

),

-- Which printed keys make subjects of which rule: rows it names itself, and parents of the rows it sums.
row_sources as (

    select distinct terms.rule_id, terms.table_code, terms.column_code, subject_roles.row_role, 'itself' as key_source
    from terms
    inner join subject_roles on terms.rule_id = subject_roles.rule_id
    where terms.selector_kind = 'subject'
    union
    select distinct terms.rule_id, terms.table_code, terms.column_code, terms.selector, subject_roles.row_role
    from terms
    inner join subject_roles on terms.rule_id = subject_roles.rule_id
    where terms.selector_kind = 'children'

),

-- A row is named once, however many columns it has.
printed_rows as (

    select distinct document_id, table_code, row_role, row_key, parent_class, parent_section
    from {{ ref('fct_cells') }}

),

subject_rows as (

    {% for rows, has_column in [('printed_rows', false), (ref('fct_cells'), true)] -%}
    select
        printed.document_id,
        row_sources.rule_id,
        case row_sources.key_source
            when 'itself' then printed.row_key
            when 'class' then printed.parent_class
            when 'section' then printed.parent_section
        end as subject_row
    from row_sources
    inner join {{ rows }} as printed
        on row_sources.table_code = printed.table_code
        and row_sources.row_role = printed.row_role
        {%- if has_column %}
        and row_sources.column_code = printed.column_code
        {%- else %}
    where row_sources.column_code = '=subject'
        {%- endif %}
    {% if not loop.last %}union{% endif %}
    {% endfor %}

),

subject_columns as (

    select distinct
        printed_columns.document_id,
        terms.rule_id,
        printed_columns.column_code as subject_column
    from terms
    inner join subject_column_codes on terms.rule_id = subject_column_codes.rule_id
    inner join (select distinct document_id, table_code, column_code from {{ ref('fct_cells') }}) as printed_columns
        on terms.table_code = printed_columns.table_code
        and subject_column_codes.column_code = printed_columns.column_code
    where terms.column_code = '=subject'

),

linear_subjects as (

    select
        linear.document_id,
        linear.rule_id,
        subject_rows.subject_row,
        subject_columns.subject_column
    from linear
    -- A miss on either side: the rule is not about rows (columns), or the document prints none. Either way it keeps
    -- its one row here.
    left join subject_rows
        on linear.document_id = subject_rows.document_id
        and linear.rule_id = subject_rows.rule_id
    left join subject_columns
        on linear.document_id = subject_columns.document_id
        and linear.rule_id = subject_columns.rule_id

),

-- Rules that are models say in the catalogue what they are about; int_model_subjects lists all of that there is.
model_subjects as (

    select distinct
        document_rules.document_id,
        document_rules.rule_id,
        subjects.subject as subject_row,
        cast(null as varchar) as subject_column
    from document_rules
    inner join {{ ref('rule_catalog') }} as rules on document_rules.rule_id = rules.rule_id
    inner join {{ ref('int_model_subjects') }} as subjects
        on document_rules.document_id = subjects.document_id
        and rules.subject_grain = subjects.subject_grain
        and (subjects.rule_id is null or subjects.rule_id = document_rules.rule_id)
    where document_rules.check_kind in ('model', 'claim', 'claim_sum')

),

unioned as (

    select * from linear_subjects
    union all
    select * from model_subjects
    union all
    -- A rule that finds nothing to be about still gets one subject.
    select document_rules.document_id, document_rules.rule_id, null, null
    from document_rules
    anti join model_subjects
        on document_rules.document_id = model_subjects.document_id
        and document_rules.rule_id = model_subjects.rule_id
    where document_rules.check_kind in ('model', 'claim', 'claim_sum')

),

final as (

    -- Each kind is distinct by itself, and a rule is of one kind.
    select
        document_id,
        rule_id,
        subject_row,
        subject_column,
        coalesce(
            case
                when subject_row is not null and subject_column is not null then subject_row || '/' || subject_column
                else coalesce(subject_row, subject_column)
            end,
            'document'
        ) as subject
    from unioned

)

select * from final
