/** Tests and the fakes they run on. */
@NullMarked
package example.ebs.controller.volume;

import org.jspecify.annotations.NullMarked;
