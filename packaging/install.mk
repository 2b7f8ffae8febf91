# install and uninstall; included by the Makefile, which builds $(UDFD).
# DESTDIR stages for packaging; PREFIX is /usr/local, or /usr for a package.
# Manual pages and completions are written by the binary, from its own declarations.

PREFIX ?= /usr/local
SYSCONFDIR ?= /etc
UDFD ?= .build/release/udfd

BINDIR = $(PREFIX)/bin
UNITDIR ?= $(PREFIX)/lib/systemd/system
SYSUSERSDIR = $(PREFIX)/lib/sysusers.d
TMPFILESDIR = $(PREFIX)/lib/tmpfiles.d
MANDIR = $(PREFIX)/share/man
BASHDIR = $(PREFIX)/share/bash-completion/completions
ZSHDIR ?= $(PREFIX)/share/zsh/site-functions
FISHDIR = $(PREFIX)/share/fish/vendor_completions.d
DOCDIR = $(PREFIX)/share/doc/udfd
EXAMPLESDIR = $(DOCDIR)/examples

INSTALL_AT = $(DESTDIR)
STAMPED = sed -e 's|@BINDIR@|$(BINDIR)|g' -e 's|@SYSCONFDIR@|$(SYSCONFDIR)|g'

.PHONY: install uninstall

install: $(if $(wildcard $(UDFD)),,build)
	install -d '$(INSTALL_AT)$(BINDIR)' '$(INSTALL_AT)$(UNITDIR)/kapacitor.service.d' \
	  '$(INSTALL_AT)$(SYSUSERSDIR)' '$(INSTALL_AT)$(TMPFILESDIR)' \
	  '$(INSTALL_AT)$(SYSCONFDIR)/udfd' '$(INSTALL_AT)$(SYSCONFDIR)/default' \
	  '$(INSTALL_AT)$(MANDIR)/man8' '$(INSTALL_AT)$(MANDIR)/man5' \
	  '$(INSTALL_AT)$(BASHDIR)' '$(INSTALL_AT)$(ZSHDIR)' '$(INSTALL_AT)$(FISHDIR)'
	install -m 755 '$(UDFD)' '$(INSTALL_AT)$(BINDIR)/udfd'
	$(STAMPED) systemd/udfd.service > '$(INSTALL_AT)$(UNITDIR)/udfd.service'
	chmod 644 '$(INSTALL_AT)$(UNITDIR)/udfd.service'
	install -m 644 systemd/udfd@.socket '$(INSTALL_AT)$(UNITDIR)/udfd@.socket'
	install -m 644 systemd/kapacitor.service.d/udfd.conf '$(INSTALL_AT)$(UNITDIR)/kapacitor.service.d/udfd.conf'
	install -m 644 systemd/sysusers.conf '$(INSTALL_AT)$(SYSUSERSDIR)/udfd.conf'
	install -m 644 systemd/tmpfiles.conf '$(INSTALL_AT)$(TMPFILESDIR)/udfd.conf'
	$(UDFD) manual 8 > '$(INSTALL_AT)$(MANDIR)/man8/udfd.8'
	$(UDFD) manual 5 > '$(INSTALL_AT)$(MANDIR)/man5/udfd.toml.5'
	$(UDFD) completions bash > '$(INSTALL_AT)$(BASHDIR)/udfd'
	$(UDFD) completions zsh > '$(INSTALL_AT)$(ZSHDIR)/_udfd'
	$(UDFD) completions fish > '$(INSTALL_AT)$(FISHDIR)/udfd.fish'
	chmod 644 '$(INSTALL_AT)$(MANDIR)/man8/udfd.8' '$(INSTALL_AT)$(MANDIR)/man5/udfd.toml.5' \
	  '$(INSTALL_AT)$(BASHDIR)/udfd' '$(INSTALL_AT)$(ZSHDIR)/_udfd' '$(INSTALL_AT)$(FISHDIR)/udfd.fish'
	@# A configuration that is there is the user's.
	test -e '$(INSTALL_AT)$(SYSCONFDIR)/udfd/udfd.toml' \
	  || install -m 644 config/udfd.toml '$(INSTALL_AT)$(SYSCONFDIR)/udfd/udfd.toml'
	test -e '$(INSTALL_AT)$(SYSCONFDIR)/default/udfd' \
	  || install -m 644 config/default '$(INSTALL_AT)$(SYSCONFDIR)/default/udfd'
	install -d '$(INSTALL_AT)$(DOCDIR)'
	cp -R README.md docs '$(INSTALL_AT)$(DOCDIR)/'
	chmod -R u=rwX,go=rX '$(INSTALL_AT)$(DOCDIR)'
	if test -d config/examples; then install -d '$(INSTALL_AT)$(EXAMPLESDIR)' \
	  && cp -R config/examples/. '$(INSTALL_AT)$(EXAMPLESDIR)/' \
	  && chmod -R u=rwX,go=rX '$(INSTALL_AT)$(EXAMPLESDIR)'; fi
	@test -n '$(DESTDIR)' || printf '%s\n' \
	  'Installed. To run it as a service:' \
	  '  systemd-sysusers && systemd-tmpfiles --create udfd.conf && systemctl daemon-reload' \
	  '  systemctl enable --now udfd'

# The configuration and what lies in /var/lib/udfd stay.
uninstall:
	rm -f '$(INSTALL_AT)$(BINDIR)/udfd' '$(INSTALL_AT)$(UNITDIR)/udfd.service' \
	  '$(INSTALL_AT)$(UNITDIR)/udfd@.socket' '$(INSTALL_AT)$(UNITDIR)/kapacitor.service.d/udfd.conf' \
	  '$(INSTALL_AT)$(SYSUSERSDIR)/udfd.conf' '$(INSTALL_AT)$(TMPFILESDIR)/udfd.conf' \
	  '$(INSTALL_AT)$(MANDIR)/man8/udfd.8' '$(INSTALL_AT)$(MANDIR)/man5/udfd.toml.5' \
	  '$(INSTALL_AT)$(BASHDIR)/udfd' '$(INSTALL_AT)$(ZSHDIR)/_udfd' '$(INSTALL_AT)$(FISHDIR)/udfd.fish'
	rm -rf '$(INSTALL_AT)$(EXAMPLESDIR)' '$(INSTALL_AT)$(DOCDIR)/docs' '$(INSTALL_AT)$(DOCDIR)/README.md'
	@# Others may have files there.
	rmdir '$(INSTALL_AT)$(UNITDIR)/kapacitor.service.d' '$(INSTALL_AT)$(DOCDIR)' 2>/dev/null || :
