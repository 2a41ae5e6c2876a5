/** Files as block devices. */
@NullMarked
package example.ebs.linux.loop;

import org.jspecify.annotations.NullMarked;
