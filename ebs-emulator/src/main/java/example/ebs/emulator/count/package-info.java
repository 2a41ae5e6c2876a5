/** What was asked of the emulator, in numbers. */
@NullMarked
package example.ebs.emulator.count;

import org.jspecify.annotations.NullMarked;
