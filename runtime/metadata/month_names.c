#include "metadata/month_names.h"

#include "base/ascii.h"

#include <string.h>

/* clang-format off */
const char *const dhk_month_names[12] = {
    "january januar jänner janvier januari enero gennaio janeiro gener ianuarie ocak "
    "styczeń stycznia leden ledna январь января січень січня ιανουάριος ιανουαρίου يناير ינואר בינואר tammikuuta",
    "february februar feber février fevrier februari febrero febbraio fevereiro febrer februarie pebruari şubat "
    "luty lutego únor února февраль февраля лютий лютого φεβρουάριος φεβρουαρίου فبراير פברואר בפברואר helmikuuta",
    "march märz mrz mars marts maart mrt marzo março marco març martie maret mac mart "
    "marzec marca březen března март марта березень березня μάρτιος μαρτίου μαρ مارس מרץ במרץ maaliskuuta",
    "april avril abril aprile aprilie nisan "
    "kwiecień kwietnia duben dubna апрель апреля квітень квітня απρίλιος απριλίου أبريل ابريل אפריל באפריל huhtikuuta",
    "may mai maj mei mayo maggio maio maig mayıs "
    "maja květen května май мая травень травня μάιος μαΐου μαϊου μαίου مايو מאי במאי toukokuuta",
    "june juni juin junio giugno junho juny iunie haziran "
    "czerwiec czerwca červen června июнь июня червень червня ιούνιος ιουνίου ιουν يونيو يونيه יוני ביוני kesäkuuta",
    "july juli juillet julio luglio julho juliol iulie julai temmuz "
    "lipiec lipca červenec července июль июля липень липня ιούλιος ιουλίου ιουλ يوليو يوليه יולי ביולי heinäkuuta",
    "august août aout augustus augusti agosto agost agustus agt ogos ağustos "
    "sierpień sierpnia srpen srpna август августа серпень серпня αύγουστος αυγούστου αυγ أغسطس اغسطس אוגוסט באוגוסט elokuuta",
    "september septembre septiembre settembre setembro setembre septembrie eylül "
    "wrzesień września září сентябрь сентября вересень вересня σεπτέμβριος σεπτεμβρίου سبتمبر ספטמבר בספטמבר syyskuuta",
    "october oktober octobre octubre ottobre outubro octombrie ekim "
    "październik października říjen října октябрь октября жовтень жовтня οκτώβριος οκτωβρίου أكتوبر اكتوبر אוקטובר באוקטובר "
    "lokakuuta",
    "november novembre noviembre novembro noiembrie kasım "
    "listopad listopada listopadu ноябрь ноября листопад листопада νοέμβριος νοεμβρίου νοε نوفمبر נובמבר בנובמבר marraskuuta",
    "december dezember décembre decembre diciembre dicembre dezembro desembre decembrie desember disember aralık "
    "grudzień grudnia prosinec prosince декабрь декабря грудень грудня δεκέμβριος δεκεμβρίου ديسمبر דצמבר בדצמבר joulukuuta",
};
/* clang-format on */

unsigned dhk_english_month(const char *word, size_t length) {
    for (unsigned month = 0; month < 12 && length >= 3; month++)
        if (length <= strcspn(dhk_month_names[month], " ") &&
            dhk_equals_ignoring_case(word, dhk_month_names[month], length))
            return month + 1;
    return 0;
}
