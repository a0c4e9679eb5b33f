row='<tr><td>Ferry to the outer islands<td>Every second Monday of the month, in the morning</tr>'
page() { printf '%s' "{\"html\":\"<h1>$1</h1><p>$2 The harbour office posts the new timetable on the door of the old customs house each spring.</p><table><tr><th>Crossing<th>When</tr>$row<tr><td>Mail boat<td>$3</tr></table>\"}"; echo; }
{ page One 'One quiet day in the harbour.' Daily; page Two 'Two gulls sat on the mast.' Weekly; page Three 'Three seals lay on the slip.' Daily; } |
    dehusk -q --input jsonl --deduplicate-lines --threshold 0 --blocks
