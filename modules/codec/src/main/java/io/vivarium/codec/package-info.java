/** The jute byte forms of the model types: client protocol, txns, snapshot sections. Every length is bounded before anything is allocated for it. */
@NullMarked
package io.vivarium.codec;

import org.jspecify.annotations.NullMarked;
