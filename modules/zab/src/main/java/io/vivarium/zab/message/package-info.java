/** What servers of an ensemble tell each other, as values; their bytes are the business of the plugin that sends them. */
@NullMarked
package io.vivarium.zab.message;

import org.jspecify.annotations.NullMarked;
