{#
  The models of models/reconciliation/rules/, one per rule that is not linear. Their columns: README.md there.
  A test compares this list, the folder and the catalogue.
#}
{% macro rule_models() -%}
    {{ return([
        'rule_s01_table_present',
        'rule_s02_empty_table_stated',
    ]) }}
{%- endmacro %}
