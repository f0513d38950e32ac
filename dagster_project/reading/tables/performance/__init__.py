"""Self-evaluation forms of projects (项目支出绩效自评表) as canonical table jx01, in any medium."""
