{# The amounts of which metrics are made, by where they come from: {name: column} of each mart. #}
{% macro metric_sources() -%}
    {{ return({
        'totals': {
            'income_total': 'income_total', 'expenditure_total': 'expenditure_total', 'project': 'project',
            'fiscal_appropriation': 'fiscal_appropriation', 'personnel_basic': 'personnel_basic', 'fiscal_basic': 'fiscal_basic',
            'three_public_final': 'three_public_final', 'general_public_total': 'general_public_total',
            'closing_carry_over': 'closing_carry_over', 'expenditure_grand_total': 'expenditure_grand_total',
        },
        'three_public': {'running_spent': 'final_running', 'reception_spent': 'final_reception', 'abroad_spent': 'final_abroad'},
        'budgets': ['three_public', 'general_public'],
        'years': ['income_total', 'expenditure_total', 'three_public_final'],
        'counts': ['vehicles_held', 'reception_persons', 'abroad_persons'],
    }) }}
{%- endmacro %}

{# The names of all of them, as a list of SQL. #}
{% macro metric_measures() -%}
    {%- set sources = metric_sources() -%}
    {%- set names = (sources.totals | list) + (sources.three_public | list) + sources.counts -%}
    {%- for item in sources.budgets %}{% do names.extend([item ~ '_budget', item ~ '_spent']) %}{% endfor -%}
    {%- for item in sources.years %}{% do names.extend([item ~ '_change', item ~ '_prior']) %}{% endfor -%}
    ['{{ names | join("', '") }}']
{%- endmacro %}
