# install and uninstall; included by the Makefile, which builds $(UDFD).
# DESTDIR stages for packaging; PREFIX is /usr/local, or /usr for a package.

PREFIX ?= /usr/local
SYSCONFDIR ?= /etc
UDFD ?= .build/release/udfd

BINDIR = $(PREFIX)/bin
UNITDIR = $(PREFIX)/lib/systemd/system
SYSUSERSDIR = $(PREFIX)/lib/sysusers.d
TMPFILESDIR = $(PREFIX)/lib/tmpfiles.d
EXAMPLESDIR = $(PREFIX)/share/doc/udfd/examples

INSTALL_AT = $(DESTDIR)
STAMPED = sed -e 's|@BINDIR@|$(BINDIR)|g' -e 's|@SYSCONFDIR@|$(SYSCONFDIR)|g'

.PHONY: install uninstall

install: $(if $(wildcard $(UDFD)),,build)
	install -d '$(INSTALL_AT)$(BINDIR)' '$(INSTALL_AT)$(UNITDIR)/kapacitor.service.d' \
	  '$(INSTALL_AT)$(SYSUSERSDIR)' '$(INSTALL_AT)$(TMPFILESDIR)' \
	  '$(INSTALL_AT)$(SYSCONFDIR)/udfd' '$(INSTALL_AT)$(SYSCONFDIR)/default'
	install -m 755 '$(UDFD)' '$(INSTALL_AT)$(BINDIR)/udfd'
	$(STAMPED) systemd/udfd.service > '$(INSTALL_AT)$(UNITDIR)/udfd.service'
	chmod 644 '$(INSTALL_AT)$(UNITDIR)/udfd.service'
	install -m 644 systemd/udfd@.socket '$(INSTALL_AT)$(UNITDIR)/udfd@.socket'
	install -m 644 systemd/kapacitor.service.d/udfd.conf '$(INSTALL_AT)$(UNITDIR)/kapacitor.service.d/udfd.conf'
	install -m 644 systemd/sysusers.conf '$(INSTALL_AT)$(SYSUSERSDIR)/udfd.conf'
	install -m 644 systemd/tmpfiles.conf '$(INSTALL_AT)$(TMPFILESDIR)/udfd.conf'
	@# A configuration that is there is the user's.
	test -e '$(INSTALL_AT)$(SYSCONFDIR)/udfd/udfd.toml' \
	  || install -m 644 config/udfd.toml '$(INSTALL_AT)$(SYSCONFDIR)/udfd/udfd.toml'
	test -e '$(INSTALL_AT)$(SYSCONFDIR)/default/udfd' \
	  || install -m 644 config/default '$(INSTALL_AT)$(SYSCONFDIR)/default/udfd'
	if test -d config/examples; then install -d '$(INSTALL_AT)$(EXAMPLESDIR)' \
	  && cp -R config/examples/. '$(INSTALL_AT)$(EXAMPLESDIR)/'; fi
	@test -n '$(DESTDIR)' || printf '%s\n' \
	  'Installed. To run it as a service:' \
	  '  systemd-sysusers && systemd-tmpfiles --create udfd.conf && systemctl daemon-reload' \
	  '  systemctl enable --now udfd'

# The configuration and what lies in /var/lib/udfd stay.
uninstall:
	rm -f '$(INSTALL_AT)$(BINDIR)/udfd' '$(INSTALL_AT)$(UNITDIR)/udfd.service' \
	  '$(INSTALL_AT)$(UNITDIR)/udfd@.socket' '$(INSTALL_AT)$(UNITDIR)/kapacitor.service.d/udfd.conf' \
	  '$(INSTALL_AT)$(SYSUSERSDIR)/udfd.conf' '$(INSTALL_AT)$(TMPFILESDIR)/udfd.conf'
	rm -rf '$(INSTALL_AT)$(EXAMPLESDIR)'
	-rmdir '$(INSTALL_AT)$(UNITDIR)/kapacitor.service.d' 2>/dev/null
