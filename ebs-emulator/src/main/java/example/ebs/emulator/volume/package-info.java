/** Volumes, their types and the limits of each type. */
@NullMarked
package example.ebs.emulator.volume;

import org.jspecify.annotations.NullMarked;
