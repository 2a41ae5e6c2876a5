/** Availability zones. */
@NullMarked
package example.ebs.emulator.zone;

import org.jspecify.annotations.NullMarked;
