"""How walls, errors and missing pages are headed, in the languages their makers ship.

A heading must be such words and nothing else: a headline that merely holds them reports on
something.
"""

from collections.abc import Mapping
from types import MappingProxyType

from tracker.reading.suspicion.model import Kind
from tracker.reading.suspicion.one_of import OneOf, one_of

TITLES: Mapping[Kind, OneOf] = MappingProxyType(
    {
        Kind.BLOCK: one_of(
            r"""
            access denied
            (?:403 )?forbidden
            403(?: forbidden)?(?: error)?
            error 403
            just a moment\.{0,3}
            attention required!?
            you have been blocked
            request blocked
            (?:the )?request (?:could not be satisfied|unsuccessful|rejected)
            are you (?:a )?(?:robot|human)\??
            human verification
            security check(?:point)?
            verif(?:y|ying) (?:that )?you are (?:a )?human
            pardon our interruption
            captcha
            unusual traffic(?: detected)?
            access to this page has been denied
            bot detection
            too many requests
            ddos protection(?: by .{1,30})?
            checking your browser
            zugriff verweigert
            sind sie ein (?:mensch|roboter)\??
            sicherheits(?:überprüfung|check)
            einen moment,? bitte\.{0,3}
            nur einen moment\.{0,3}
            accès (?:refusé|interdit)
            un instant\.{0,3}
            êtes-vous un robot ?\??
            vérification de sécurité
            acceso denegado
            un momento\.{0,3}
            ¿(?:es|eres) un robot\?
            accesso negato
            un attimo\.{0,3}
            acesso negado
            só um momento\.{0,3}
            toegang geweigerd
            åtkomst nekad
            adgang nægtet
            odmowa dostępu
            """
        ),
        Kind.CONSENT: one_of(
            r"""
            (?:we (?:value|respect|care about) )?your privacy(?: (?:choices|settings|matters))?
            (?:cookie|privacy|consent) (?:consent|wall|settings|preferences|notice)
            before you continue(?: to .{1,40})?
            (?:manage )?cookie(?:s| preferences)?
            datenschutz-?einstellungen
            ihre privatsphäre(?: ist uns wichtig)?
            privatsphäre
            (?:mit werbung|werbefrei) weiterlesen
            weiterlesen mit werbung
            zustimmung
            einwilligung
            bevor sie fortfahren
            (?:votre|respect de votre) vie privée
            gestion des cookies
            su privacidad
            (?:valoramos|respetamos) (?:su|tu) privacidad
            la tua privacy
            a sua privacidade
            uw privacy
            cookie-?instellingen
            """
        ),
        Kind.LOGIN: one_of(
            r"""
            (?:please )?(?:log|sign) ?in(?: to (?:your account|continue|.{1,30}))?
            login
            (?:anmelden|einloggen|anmeldung)(?: bei .{1,30})?
            bitte (?:anmelden|einloggen)
            (?:se connecter|connexion|identifiez-vous|iniciar sesión|inicia sesión|accedi)
            (?:entrar|iniciar sessão|inloggen|logga in|log ind|logg inn|zaloguj się)
            """
        ),
        Kind.NOT_FOUND: one_of(
            r"""
            (?:error )?404(?: error)?(?: (?:page )?not found)?
            (?:404 )?(?:file |page )?not found
            (?:sorry,? )?(?:the |this |that )?(?:page|article|story|content) (?:you (?:requested
            +|are looking for|were looking for) )?(?:(?:is|was) (?:no longer available|not
            + (?:found|available)|unavailable)|(?:cannot|can['’]t|could not
            +|couldn['’]t) be found|does(?: not|n['’]t) exist|has (?:been (?:removed|deleted)
            +|expired)|no longer exists)
            (?:sorry,? )?we (?:can['’]t|cannot|couldn['’]t|could not) find (?:that|this|the) page
            (?:oops|uh[- ]oh|whoops)[!,. ]{0,3}(?:page not found)?
            no longer available
            (?:die )?seite (?:wurde )?(?:leider )?nicht (?:gefunden|verfügbar)
            nicht gefunden
            (?:der |dieser )?artikel (?:ist )?(?:leider )?nicht (?:mehr )?(?:verfügbar|gefunden)
            (?:diese |die )?seite existiert nicht(?: mehr)?
            fehler 404
            erreur 404
            error 404
            page (?:introuvable|non trouvée)
            (?:cette )?page (?:n['’]existe (?:pas|plus))
            (?:cet )?article (?:n['’]est plus disponible|introuvable)
            página no encontrada
            no (?:se )?encontr(?:ada|amos|ó) la página
            contenido no disponible
            pagina non trovata
            página não encontrada
            pagina niet gevonden
            sidan (?:kunde inte hittas|hittades inte)
            siden (?:blev ikke fundet|finnes ikke)
            nie znaleziono strony
            """
        ),
        Kind.SERVER_ERROR: one_of(
            r"""
            (?:error )?50[0-4](?: .{0,40})?
            (?:http )?error 50[0-4]
            (?:internal )?server error
            bad gateway
            gateway time-?out
            service unavailable
            service temporarily unavailable
            (?:an )?(?:unexpected )?error (?:has )?occurred
            something went wrong
            application error
            database error
            error establishing a database connection
            web server is down
            connection timed out
            (?:server|unerwarteter) ?fehler
            interner (?:server)?fehler
            dienst nicht verfügbar
            erreur (?:interne du )?serveur
            service indisponible
            une erreur est survenue
            error (?:interno )?del servidor
            errore (?:interno )?del server
            erro (?:interno )?(?:do|no) servidor
            serverfout
            """
        ),
        Kind.MAINTENANCE: one_of(
            r"""
            (?:site |scheduled |planned |down for |under |website )*maintenance(?: mode)?
            we['’ ](?:wi)?(?:ll|re|are) (?:be )?(?:right |back |down )+(?:soon|shortly
            +|for .{3,30})?
            (?:site )?(?:temporarily )?(?:offline|down)
            wartung(?:sarbeiten|smodus)?
            wir sind gleich (?:zurück|wieder da)
            (?:site )?en (?:cours de )?maintenance
            en mantenimiento
            in manutenzione
            em manutenção
            onderhoud
            underhåll
            """
        ),
    }
)
"""A title, or a headline, that is nothing but this."""
