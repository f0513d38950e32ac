-- S11: what 本表反映… or 故本表无数据 below a table speaks of is what the table is about.
-- Only of tables that are about one budget or the 三公 expenditure, and of the first sentence.
with notes as (

    select
        *,
        regexp_extract(regexp_replace(printed_text, '\s', '', 'g'), '^[^。]*') as first_sentence
    from {{ ref('fct_headings') }}
    where heading_kind in ('note', 'statement')
      and table_code in {{ tables_where("fund in ('general_public', 'government_fund', 'state_capital')") }}
      and contains(printed_text, '本表')
      and read_status = 'confirmed'

),

-- Notes are the same in many documents: patterns are tried on each of them once.
subjects_of_notes as (

    select kinds.first_sentence, string_agg(subjects.table_codes, '|' order by subjects.subject_code) as table_codes
    from (select distinct first_sentence from notes) as kinds
    inner join {{ ref('note_subjects') }} as subjects on regexp_matches(kinds.first_sentence, subjects.pattern)
    group by kinds.first_sentence

),

compared as (

    select
        notes.*,
        not list_contains(string_split(subjects_of_notes.table_codes, '|'), notes.table_code) as is_wrong,
        tables.table_zh || '之下写“' || notes.printed_text || '”' as said_zh
    from notes
    inner join subjects_of_notes on notes.first_sentence = subjects_of_notes.first_sentence
    inner join {{ ref('fct_document_tables') }} as tables
        on notes.document_id = tables.document_id
        and notes.table_code = tables.table_code

),

gathered as (

    select
        document_id,
        bool_or(is_wrong) as is_wrong,
        string_agg(said_zh, ';' order by heading_no) filter (where is_wrong) as detail_zh,
        {{ at_first(['printed_text', 'table_code', 'page', 'source_locator'], 'heading_no', 'is_wrong') }}
    from compared
    group by document_id

)

{% call document_rule('S11', 'no_table_note') %}
    when gathered.is_wrong then {{ ruling('fail') }}
    else {{ ruling('pass') }}
{% endcall %}
