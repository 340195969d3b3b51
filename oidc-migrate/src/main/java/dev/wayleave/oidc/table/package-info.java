/// Tables of text with a line of names above: what spreadsheets and databases write as CSV.
@NullMarked
package dev.wayleave.oidc.table;

import org.jspecify.annotations.NullMarked;
