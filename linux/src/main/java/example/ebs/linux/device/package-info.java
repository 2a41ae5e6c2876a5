/** Block devices as the kernel tells of them, whatever is on them. */
@NullMarked
package example.ebs.linux.device;

import org.jspecify.annotations.NullMarked;
