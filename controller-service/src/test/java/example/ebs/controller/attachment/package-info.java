/** Tests and the fakes they run on. */
@NullMarked
package example.ebs.controller.attachment;

import org.jspecify.annotations.NullMarked;
