/** Tests and the fakes they run on. */
@NullMarked
package example.ebs.controller;

import org.jspecify.annotations.NullMarked;
