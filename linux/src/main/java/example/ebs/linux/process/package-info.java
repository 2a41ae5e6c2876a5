/** The one door to other programs. */
@NullMarked
package example.ebs.linux.process;

import org.jspecify.annotations.NullMarked;
