-- N60: whose figures a sentence says it tells (某局2024年度收入支出总计…) is who the document is of. A name whose characters
-- stand in the document's own name in this order is that name, shortened; so is a longer one that holds it. Where the
-- document's own name is printed nowhere the identity may be the mistake: nothing is said. Of who is said to act inside of a
-- sentence (保障某区水利局日常办公), or whose spending and evaluation one opens with, only a body of the same place and of the same kind is looked at: a bureau beside a bureau;
-- so of whom the parts before introduce (一、某区水利局主要职能), and only where they introduce nobody by the own name: units
-- of a department have their duties too. Whose own level (某局本级) is counted among the bodies covered is the department
-- itself, wherever the other is and whatever its kind; units that have a level of their own stand beside it.
with named as (

    select
        statements.*,
        documents.organization_name,
        regexp_replace(documents.organization_name, '[^一-龥]', '', 'g') as own_name,
        regexp_replace(statements.subject, '[^一-龥]', '', 'g') as said_name
    from {{ ref('fct_statements') }} as statements
    inner join {{ ref('dim_judged_document') }} as documents on statements.document_id = documents.document_id
    where statements.statement_kind = 'named_organization'
      and documents.organization_name is not null

),

-- 上海市普陀区财政局 is a bureau of 普陀区, whether or not the city is written.
beginnings as (

    select
        named.*,
        list_max(list_transform(
            [own_name, regexp_replace(own_name, '^[^省市州区]{2,6}(省|市|州|自治区)', '')],
            own -> list_max(list_transform(
                range(0, length(said_name)),
                n -> if(starts_with(own, left(said_name, n)) and regexp_matches(left(said_name, n), '[省市县区州旗盟]$'), n, 0)
            ))
        )) as shared_place
    from named

),

owners as (

    select * exclude (shared_place)
    from beginnings
    where coalesce(base, '') not in ('inside', 'overview', 'doing')
       or (shared_place > 0 and right(said_name, 1) = right(own_name, 1))
       -- 某省水利厅 beside 某省粮食局: organs of government all.
       or (shared_place > 0 and base in ('overview', 'doing') and regexp_matches(said_name, '[局厅委部室会]$') and regexp_matches(own_name, '[局厅委部室会]$'))

),

headed as (

    select
        headings.document_id,
        bool_or(contains(replace(headings.printed_text, ' ', ''), documents.organization_name)) as is_own_printed
    from {{ ref('fct_headings') }} as headings
    inner join {{ ref('dim_judged_document') }} as documents on headings.document_id = documents.document_id
    group by headings.document_id

),

compared as (

    select
        *,
        regexp_full_match(own_name, '.*' || regexp_replace(said_name, '(.)', '\1.*', 'g'))
        or regexp_full_match(said_name, '.*' || regexp_replace(own_name, '(.)', '\1.*', 'g')) as is_own
    from owners

),

judged as (

    select *
    from compared
    qualify coalesce(base, '') not in ('overview', 'own_level') or not bool_or(is_own) over (partition by document_id, base)

),

gathered as (

    select
        judged.document_id,
        bool_or(is_own or coalesce(base, '') in ('inside', 'doing')) or coalesce(bool_or(headed.is_own_printed), false) as is_known,
        bool_and(is_own) as is_right,
        string_agg('“' || subject || '”', '、' order by statement_no) filter (where not is_own) as detail_zh,
        min(organization_name) as printed_text,
        {{ at_first(['judged.page', 'judged.source_locator'], '(is_own, statement_no)') }}
    from judged
    -- A miss is a document without headings.
    left join headed on judged.document_id = headed.document_id
    group by judged.document_id

)

{% call narrative_rule('N60', judged_by=['is_known', 'is_right'], is_of_claim=false) %}
    when gathered.document_id is null then {{ ruling('not_applicable', 'nothing_stated') }}
    when gathered.is_right then {{ ruling('pass') }}
    when not gathered.is_known then {{ ruling('no_data', 'no_name_printed') }}
    else {{ ruling('fail') }}
{% endcall %}
