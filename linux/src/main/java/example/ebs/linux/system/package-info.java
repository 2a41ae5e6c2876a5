/** The Linux system calls that Java has no words for. */
@NullMarked
package example.ebs.linux.system;

import org.jspecify.annotations.NullMarked;
