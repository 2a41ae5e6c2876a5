/** Volumes: what may be asked for, and how one is found, created and deleted. */
@NullMarked
package example.ebs.controller.volume;

import org.jspecify.annotations.NullMarked;
