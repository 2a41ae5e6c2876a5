/** The tie between a volume and an instance, and the device names it may have. */
@NullMarked
package example.ebs.emulator.attachment;

import org.jspecify.annotations.NullMarked;
