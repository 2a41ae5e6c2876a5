/** What happens by itself as time passes. */
@NullMarked
package example.ebs.emulator.transition;

import org.jspecify.annotations.NullMarked;
