/** Mounting and unmounting, and the kernel's table of what is mounted. */
@NullMarked
package example.ebs.linux.mount;

import org.jspecify.annotations.NullMarked;
