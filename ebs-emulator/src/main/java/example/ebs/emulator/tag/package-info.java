/** Tags and their rules. */
@NullMarked
package example.ebs.emulator.tag;

import org.jspecify.annotations.NullMarked;
