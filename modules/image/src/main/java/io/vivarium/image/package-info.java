/** Makes an OCI image of an unpacked package. {@link io.vivarium.image.Main} runs it, {@code Image} puts it together. */
@NullMarked
package io.vivarium.image;

import org.jspecify.annotations.NullMarked;
