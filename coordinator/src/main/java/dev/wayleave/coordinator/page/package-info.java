/// The look of the pages that people see, and how a page is sent. No page's content stands here.
@NullMarked
package dev.wayleave.coordinator.page;

import org.jspecify.annotations.NullMarked;
